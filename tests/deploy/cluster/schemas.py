"""Objects against their schemas: of Kubernetes itself, and of the fields used of operators' resources."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import yaml
from jsonschema import Draft202012Validator

from tests.deploy.cluster.objects import Cluster, Object

OLDEST, NEWEST = "1.33", "1.37"
"""Of Kubernetes."""


def kubernetes_takes_it(cluster: Cluster, versions: tuple[str, ...] = (OLDEST, NEWEST)) -> Iterator[str]:
    """All of a kind at once, as the list that `kubectl get` would show."""
    kinds: dict[tuple[str, str], list[Object]] = defaultdict(list)
    for one in cluster.objects:
        if _schema_of(one) is None:
            kinds[one["apiVersion"], one["kind"]].append(one)
    for (group, kind), items in kinds.items():
        for version in versions:
            try:
                all_of_it = {"apiVersion": group, "kind": f"{kind}List", "metadata": {}, "items": items}
                kubernetes_validate.validate(all_of_it, version, strict=True)
            except kubernetes_validate.ValidationError as error:
                yield f"{kind}, {version}: {list(error.path)}: {error.message[:300]}"
            except kubernetes_validate.SchemaNotFoundError:
                yield f"{group} {kind} is neither of Kubernetes nor in operators.yaml"


def operators_take_it(cluster: Cluster) -> Iterator[str]:
    for one in cluster.objects:
        if schema := _schema_of(one):
            for error in schema.iter_errors(one.get("spec", {})):
                yield f"{one['kind']} {one['metadata']['name']}: {error.json_path}: {error.message[:300]}"


@cache
def _schemas() -> dict[str, Draft202012Validator]:
    text = Path(__file__).with_name("operators.yaml").read_text()
    found = {name: _closed(one) for name, one in yaml.safe_load(text).items() if " " in name}
    return {name: Draft202012Validator(one) for name, one in found.items()}


def _schema_of(one: Object) -> Draft202012Validator | None:
    return _schemas().get(f"{one['apiVersion']} {one['kind']}")


def _closed(schema: Any) -> Any:
    """Objects take no fields but those they are said to have."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: _closed(one) for name, one in schema.items()}
    is_object = isinstance(schema.get("properties"), dict)
    return {"type": "object", "additionalProperties": False, **inner} if is_object else inner


CHECKS = (kubernetes_takes_it, operators_take_it)

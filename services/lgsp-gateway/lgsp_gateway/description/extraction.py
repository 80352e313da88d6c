"""What the gateway needs of a description: the operations, the base address, title and summary."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from lgsp_gateway.catalogue.template import InvalidTemplate, clean, shape_of
from lgsp_gateway.description.errors import BrokenDescription, row

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
MOST_OPERATIONS = 1_000
MOST_HOPS = 8


class Operation(NamedTuple):
    method: str
    template: str
    summary: str
    content: Any
    """What it takes and gives, to see whether that changed."""

    @property
    def key(self) -> tuple[str, str]:
        return self.method, shape_of(self.template)


def operations(document: dict[str, Any]) -> list[Operation]:
    """Raises BrokenDescription with a row for each path the gateway cannot serve."""
    found, rows = list[Operation](), list[dict[str, Any]]()
    for path, item in (document.get("paths") or {}).items():
        if path.startswith("x-"):
            continue
        try:
            found += _of_path(clean(path), _resolved(document, item))
        except InvalidTemplate as error:
            rows.append({"field": f"paths/{path}"[:300], "message": str(error)})
        except BrokenDescription as error:
            rows += error.params["errors"]
    rows += [row("same_paths", f"paths/{shape}", method=method) for method, shape in _twins(found)]
    if not found and not rows:
        rows.append(row("no_operations", "paths"))
    if len(found) > MOST_OPERATIONS:
        rows.append(row("too_many_operations", "paths", most=MOST_OPERATIONS, count=len(found)))
    if rows:
        raise BrokenDescription(rows)
    return found


def base_address(document: dict[str, Any]) -> str:
    """The first server with its variables' defaults; empty or relative when the description leaves it open."""
    servers = document.get("servers") or [{}]
    address: str = servers[0].get("url", "")
    for name, variable in (servers[0].get("variables") or {}).items():
        address = address.replace(f"{{{name}}}", str(variable.get("default", "")))
    return address


def _of_path(template: str, item: dict[str, Any]) -> Iterator[Operation]:
    place = f"paths/{template}"
    if "trace" in item:
        raise BrokenDescription.because("trace", place)
    shared = item.get("parameters", [])
    for method in METHODS:
        if method not in item:
            continue
        operation = item[method]
        if "servers" in item or "servers" in operation:
            raise BrokenDescription.because("own_servers", place)
        summary = operation.get("summary") or operation.get("operationId") or ""
        yield Operation(method.upper(), template, str(summary)[:500], [shared, operation])


def _resolved(document: dict[str, Any], item: Any) -> dict[str, Any]:
    """A path may refer to another inside the document, even in a circle."""
    for _ in range(MOST_HOPS):
        if not (isinstance(item, dict) and "$ref" in item):
            return item if isinstance(item, dict) else {}
        item = _at(document, item["$ref"])
    raise BrokenDescription.because("cycle", "paths")


def _at(document: Any, pointer: str) -> Any:
    for part in pointer.removeprefix("#").split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, list) and name.isdigit() and int(name) < len(document):
            document = document[int(name)]
        elif isinstance(document, dict) and name in document:
            document = document[name]
        else:
            raise BrokenDescription.because("dangling", "paths", what=pointer[:200])
    return document


def _twins(found: list[Operation]) -> list[tuple[str, str]]:
    return [key for key, count in Counter(operation.key for operation in found).items() if count > 1]

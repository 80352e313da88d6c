"""What a new description adds, removes and changes."""

from dataclasses import dataclass
from typing import Any

from lgsp_gateway.catalogue.tables import Endpoint, Service
from lgsp_gateway.description.extraction import Operation, operations

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    added: list[Operation]
    removed: list[Endpoint]
    changed: list[tuple[Endpoint, Operation]]


def compare(service: Service, before: dict[str, Any] | None, after: dict[str, Any]) -> Comparison:
    """Endpoints added by hand stay, unless the description now has them itself."""
    old = {operation.key: operation for operation in operations(before)} if before else {}
    new = {operation.key: operation for operation in operations(after)}
    here: dict[Key, Endpoint] = {(endpoint.method, endpoint.shape): endpoint for endpoint in service.endpoints}
    kept = [(here[key], operation) for key, operation in new.items() if key in here]
    return Comparison(
        added=[operation for key, operation in new.items() if key not in here],
        removed=[endpoint for key, endpoint in here.items() if endpoint.imported and key not in new],
        changed=[
            (endpoint, operation)
            for endpoint, operation in kept
            if not endpoint.imported or old.get(operation.key) != operation
        ],
    )

"""The metadata services of X-Road: listClients, listMethods, allowedMethods, getOpenAPI. Their codes are reserved."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import orjson
from starlette.types import Scope, Send

from lgsp_gateway.exchange.admission import Gate, address_of
from lgsp_gateway.exchange.answer import own_fields, send_whole
from lgsp_gateway.exchange.directory import Client, Directory, Service
from lgsp_gateway.exchange.evidence import Evidence
from lgsp_gateway.exchange.faults import ClientFault
from lgsp_gateway.exchange.template import Endpoint
from lgsp_gateway.exchange.trace import METADATA, Trace, digest

LIST_CLIENTS = b"/r1/listClients"
ID_PARTS = ("xroad_instance", "member_class", "member_code", "subsystem_code")
CODES = frozenset({b"listMethods", b"allowedMethods", b"getOpenAPI"})


def is_metadata(raw_path: bytes) -> bool:
    return raw_path == LIST_CLIENTS or (raw_path.rpartition(b"/")[2] in CODES and raw_path.count(b"/") == 6)


async def answer(gate: Gate, evidence: Evidence, scope: Scope, trace: Trace, send: Send) -> None:
    """On record as any call: who looked around is asked after too."""
    trace.kind = METADATA
    if trace.method != "GET":
        raise ClientFault(400, "MethodNotAllowed", method=trace.method)
    raw_path: bytes = scope["raw_path"]
    if raw_path == LIST_CLIENTS:
        _ask(trace, "/listClients")
        told: Any = list_clients(gate.directory)
    else:
        *owner, code = address_of(raw_path).parts
        told = _of_subsystem(gate, trace, b"/".join(owner), code.decode("ascii"), scope["query_string"])
    body = orjson.dumps(told)
    trace.status, trace.response_size, trace.response_digest = 200, len(body), digest(body)
    await evidence.close(trace)
    fields = [*own_fields(trace), (b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send_whole(send, 200, fields, body)


def _of_subsystem(gate: Gate, trace: Trace, owner: bytes, code: str, query: bytes) -> Any:
    provider, client = gate.directory.client(owner), trace.client
    if provider is None or client is None:
        raise ClientFault(404, "UnknownService")
    _ask(trace, f"/{provider.printed}/{code}")
    services = {service.code: service for service in gate.directory.services.values() if service.provider is provider}
    if code == "getOpenAPI":
        wanted = parse_qs(query.decode("latin-1")).get("serviceCode", [""])[0]
        service = services.get(wanted)
        if service is None or service.description is None:
            raise ClientFault(404, "UnknownService")
        trace.service = service
        return service.description
    return list_methods(services.values(), client if code == "allowedMethods" else None, gate.today())


def _ask(trace: Trace, template: str) -> None:
    """What stands in the record, in the registry's own spelling."""
    trace.endpoint = Endpoint(UUID(int=0), "GET", template)


def list_clients(directory: Directory) -> dict[str, Any]:
    """Members and applications that stand in the registry."""
    members = [
        {
            "id": {
                "object_type": "MEMBER",
                "xroad_instance": directory.instance,
                "member_class": kind,
                "member_code": code,
            }
        }
        | {"name": name}
        for kind, code, name in directory.members
    ]
    applications = [
        {"id": {"object_type": "SUBSYSTEM", **_parts(client)}, "name": client.name}
        for client in directory.by_id.values()
        if client.active
    ]
    return {"member": members + applications}


def list_methods(services: Any, client: Client | None, today: date) -> dict[str, Any]:
    """All services, or those that `client` may call, in the form of pr-mrest."""
    listed = []
    for service in services:
        endpoints = [one for one in service.endpoints if client is None or service.may(client, one, today)]
        if endpoints or client is None:
            listed.append(_method(service, endpoints))
    return {"service": listed}


def _method(service: Service, endpoints: list[Any]) -> dict[str, Any]:
    return {
        "object_type": "SERVICE",
        **_parts(service.provider),
        "service_code": service.code,
        "service_type": "OPENAPI" if service.description is not None else "REST",
        "endpoint_list": [{"method": one.method, "path": one.template} for one in endpoints],
    }


def _parts(client: Client) -> dict[str, str]:
    return dict(zip(ID_PARTS, client.printed.split("/"), strict=True))

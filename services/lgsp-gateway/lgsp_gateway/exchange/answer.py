"""What the caller gets: the provider's answer with the exchange's own header fields, or an error object."""

from base64 import b64encode
from hashlib import sha512
from typing import Any

import orjson
from starlette.types import Send

from kit.web import Translations
from lgsp_gateway.exchange.admission import Call
from lgsp_gateway.exchange.faults import Fault
from lgsp_gateway.exchange.head import Fields
from lgsp_gateway.exchange.trace import Trace


def request_hash(call: Call, raw_target: bytes, body_digest: bytes) -> bytes:
    """X-Road-Request-Hash: SHA-512 over the method, the address and the header fields (names in lower case) as
    forwarded; with a body, SHA-512 over that digest and the body's."""
    lines = [call.trace.method.encode(), raw_target]
    lines += [name + b":" + value for name, value in call.head.forwarded]
    lines += [b"x-road-client:" + call.head.client, b"x-road-id:" + call.trace.message_id.encode()]
    lines += [b"x-road-request-id:" + str(call.trace.id).encode(), b""]
    digest = sha512(b"\r\n".join(lines)).digest()
    if body_digest:
        digest = sha512(digest + body_digest).digest()
    return b64encode(digest)


def own_fields(trace: Trace) -> Fields:
    fields = [(b"x-road-id", trace.message_id.encode()), (b"x-road-request-id", str(trace.id).encode())]
    if trace.client is not None:
        fields.append((b"x-road-client", trace.client.header))
    if trace.service is not None:
        fields.append((b"x-road-service", trace.service.header))
    return fields


async def send_fault(send: Send, trace: Trace, fault: Fault, translations: Translations, language: str) -> None:
    """`{type, message, detail}`; `detail` is the id of the evidence record, to quote to support."""
    words = translations.translator(language)
    message = words.t(f"exchange.fault.{fault.name}", **fault.params)
    body = orjson.dumps({"type": fault.type, "message": message, "detail": str(trace.id)})
    fields = own_fields(trace)
    fields += [(b"x-road-error", fault.type.encode()), (b"content-type", b"application/json")]
    fields += [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    if fault.retry_after is not None:
        fields.append((b"retry-after", str(fault.retry_after).encode()))
    if fault.status == 401:
        fields.append((b"www-authenticate", b"Bearer"))
    await send_whole(send, fault.status, fields, body if trace.method != "HEAD" else b"")


async def send_whole(send: Send, status: int, fields: Fields, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def language_of(headers: Any) -> str:
    for name, value in headers:
        if name == b"accept-language":
            return "en" if value[:2].lower() == b"en" else "vi"
    return "vi"

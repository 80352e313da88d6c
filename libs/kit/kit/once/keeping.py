"""Answers as they are kept, and for how long."""

import base64
from datetime import timedelta

import orjson
from fastapi import FastAPI
from sqlalchemy import delete, func
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kit.jobs import every
from kit.once.errors import AlreadyDone
from kit.once.tables import Answered
from kit.vault import Locked, Vault
from kit.web.messages import COOKIE

PURPOSE = "once"
KEPT = timedelta(days=1)
MOST_BYTES = 64 * 1024
REPLAYED = "Idempotency-Replayed"


def packed(vault: Vault, identity: str, response: Response) -> str | None:
    """Cookies stay out, but for the one that says what was done."""
    if len(response.body) > MOST_BYTES:
        return None
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers]
    told = {
        "status": response.status_code,
        "headers": [pair for pair in headers if pair[0] != "set-cookie" or pair[1].startswith(f"{COOKIE}=")],
        "body": base64.b64encode(response.body).decode(),
    }
    return vault.lock(orjson.dumps(told), identity)


def unpacked(vault: Vault, known: Answered) -> Response:
    try:
        told = orjson.loads(vault.unlock(known.answer or "", known.id))
    except Locked as error:
        raise AlreadyDone from error
    response = Response(base64.b64decode(told["body"]), told["status"])
    response.raw_headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told["headers"]]
    response.headers[REPLAYED] = "true"
    return response


@every(timedelta(hours=1), name="forget-answers")
async def forget(session: AsyncSession, _: FastAPI) -> None:
    await session.execute(delete(Answered).where(Answered.at < func.now() - KEPT))

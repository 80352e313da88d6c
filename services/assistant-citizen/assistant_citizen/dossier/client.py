"""The province's one-stop system, behind the exchange."""

import logging

import httpx
from pydantic import ValidationError

from assistant_citizen.dossier.errors import OneStopAway
from assistant_citizen.dossier.exchange import Exchange
from assistant_citizen.dossier.schemas import Given

log = logging.getLogger(__name__)
FAULT = "X-Road-Error"
"""The exchange's own word: the system itself has not answered."""
LONGEST_BYTES = 64 << 10


class OneStop:
    def __init__(self, exchange: Exchange, service: str) -> None:
        """`service`: `VN/GOV/H02.01.01/mot-cua/tinh-trang-ho-so`."""
        self.exchange, self._service = exchange, service

    async def state_of(self, code: str, proof: str) -> Given | None:
        """None where it knows no such pair. What was asked appears in no log."""
        answer = await self.exchange.post(self._service, "/dossiers/state", {"MaHoSo": code, "SoXacThuc": proof})
        if answer.status_code == httpx.codes.NOT_FOUND and FAULT not in answer.headers:
            return None
        if answer.status_code != httpx.codes.OK or len(answer.content) > LONGEST_BYTES:
            log.warning(
                "the one-stop system is not heard",
                extra={"status": answer.status_code, "fault": answer.headers.get(FAULT, "")[:100]},
            )
            raise OneStopAway
        try:
            return Given.model_validate_json(answer.content)
        except ValidationError as error:
            log.warning("the one-stop system answers otherwise than agreed", extra={"count": error.error_count()})
            raise OneStopAway from None

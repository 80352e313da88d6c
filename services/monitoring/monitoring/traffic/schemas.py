from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, Field, model_validator

Grouping = Literal["hour", "client", "service"]
Period = Literal["day", "week", "month"]
PERIODS: dict[Period, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}
LONGEST = timedelta(days=366)


class TrafficFilter(BaseModel):
    """One filter for page, API and export. `since` and `until` go before `period`, which ends now."""

    period: Period = "day"
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    client: Annotated[str, Field(max_length=200)] = ""
    service: Annotated[str, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _refuse_endless_spans(self) -> Self:
        if self.since and self.until and not timedelta(0) < self.until - self.since <= LONGEST:
            raise ValueError("traffic.span_wrong")
        return self

    def span(self, now: datetime) -> tuple[datetime, datetime]:
        until = self.until or now
        return self.since or until - PERIODS[self.period], until


class Traffic(BaseModel):
    """`key` is the hour (ISO 8601) or the identifier grouped by; latencies in milliseconds, None without calls."""

    key: str
    name: str
    calls: int
    client_faults: int
    gateway_faults: int
    provider_faults: int
    request_bytes: int
    response_bytes: int
    p50: float | None
    p95: float | None

    @property
    def faults(self) -> int:
        return self.client_faults + self.gateway_faults + self.provider_faults

    @property
    def answered(self) -> int:
        return self.calls - self.faults


class Total(BaseModel):
    calls: int = 0
    client_faults: int = 0
    gateway_faults: int = 0
    provider_faults: int = 0
    response_bytes: int = 0
    slowest_p95: float | None = None


def total(rows: list[Traffic]) -> Total:
    sums = {name: sum(getattr(row, name) for row in rows) for name in list(Total.model_fields)[:-1]}
    return Total(**sums, slowest_p95=max((row.p95 for row in rows if row.p95 is not None), default=None))

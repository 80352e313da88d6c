"""What other services are told of alerts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.contracts.monitoring import AlertRaised, AlertRecovered
from kit.outbox import emit
from monitoring.alert.tables import Alert
from monitoring.indicator.tables import Indicator

HOME = "/monitoring/alerts"


def raised(row: dict[str, Any], indicator: Indicator) -> AlertRaised:
    """`row`: columns of an alert."""
    return AlertRaised(**_facts(row, indicator))


async def tell_recovered(session: AsyncSession, alert: Alert, indicator: Indicator, reason: str, at: datetime) -> None:
    """Part of the story that its raise began. The alert is flushed, so that it has its new version."""
    await session.flush()
    event = AlertRecovered(**_facts(columns(alert), indicator), recovered_at=at, reason=reason)
    await emit(session, event, version=alert.version, correlation_id=alert.correlation_id or None)


def columns(alert: Alert) -> dict[str, Any]:
    return {name: getattr(alert, name) for name in Alert.__table__.columns.keys()}  # noqa: SIM118


def path_of(alert_id: UUID) -> str:
    return f"{HOME}/{alert_id}"


def _facts(row: dict[str, Any], indicator: Indicator) -> dict[str, Any]:
    kept = ("rule_id", "kind", "severity", "value", "target", "period", "agency", "raised_at")
    return {
        **{name: row[name] for name in kept},
        "alert_id": row["id"],
        "indicator": indicator.code,
        "indicator_name": indicator.name_vi,
        "unit": indicator.unit_vi,
        "area": row["area"] if row["level"] in {"district", "commune"} else None,
        "path": path_of(row["id"]),
    }

"""The rules of the demo province: what it wants to be told of. Decisions of the demo, marked as such."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.text import fold, sort_key
from monitoring.change.service import note
from monitoring.indicator.tables import Indicator
from monitoring.rule.schemas import RuleCreate
from monitoring.rule.tables import AlertRule

RULES: tuple[dict[str, Any], ...] = (
    {
        "name": "Sớm biết chỉ tiêu hụt: hai kỳ dưới 80 %",
        "kind": "threshold",
        "bound": 80,
        "recovery": 85,
        "raise_after": 2,
    },
    {
        "name": "An toàn thông tin dưới 90 %",
        "kind": "threshold",
        "severity": "critical",
        "covers": "pillar",
        "pillar": "cybersecurity",
        "bound": 90,
        "recovery": 95,
    },
    {"name": "Quá 15 ngày làm việc vẫn thiếu số liệu", "kind": "missing", "days": 15, "working": True},
)


async def add_rules(session: AsyncSession, now: datetime) -> None:
    """Once; what the province changed since stays."""
    if await session.scalar(select(AlertRule.id).where(AlertRule.demo).limit(1)):
        return
    for facts in RULES:
        rule = RuleCreate.model_validate(facts)
        words = {"name_folded": fold(rule.name), "sort_key": sort_key(rule.name)}
        session.add(AlertRule(**rule.model_dump(), **words, demo=True, changed_at=now, changed_by=""))
    await session.flush()
    await note(session, (await session.scalars(select(Indicator.code))).unique().all(), ["alert"])

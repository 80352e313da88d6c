"""Datasets, dashboards and saved questions that a caller may see."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from analytics.dashboard.queries import list_dashboards
from analytics.dashboard.schemas import DashboardFilter
from analytics.dataset.queries import list_datasets
from analytics.dataset.schemas import DatasetFilter
from analytics.question.queries import list_questions
from analytics.question.schemas import QuestionFilter
from kit.auth import Caller
from kit.web.search import Hit

MOST = 8
HOME = "/analytics"


async def find(session: AsyncSession, caller: Caller, q: str, now: datetime) -> list[Hit]:
    if "datasets:read" not in caller.scopes:
        return []
    datasets = await list_datasets(session, caller, DatasetFilter(q=q, limit=MOST), now)
    dashboards = await list_dashboards(session, caller, DashboardFilter(q=q, limit=MOST))
    questions = await list_questions(session, caller, QuestionFilter(q=q, limit=MOST))
    return [
        *(_hit("dataset.title", one.name, f"datasets/{one.id}", one.code) for one in datasets.items),
        *(_hit("dashboard.title", one.name, f"dashboards/{one.id}", one.owner_name) for one in dashboards.items),
        *(_hit("question.title", one.name, f"questions/{one.id}", one.owner_name) for one in questions.items),
    ]


def _hit(kind: str, title: str, path: str, note: str) -> Hit:
    return Hit(kind=kind, title=title, path=f"{HOME}/{path}", note=note)

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from simulators.demo.settings import Settings


@dataclass(frozen=True)
class Loading:
    """One run of the loader: its transaction, in whose name, from where and when."""

    session: AsyncSession
    caller: Caller
    settings: Settings
    now: datetime

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.owner.client import Reader
from assistant_staff.passage.shelf import Shelf
from kit.auth import Caller
from kit.clock import local_day
from kit.ml.serving import Serving


@dataclass(frozen=True)
class Asking:
    """One person's question, and with what it is answered."""

    session: AsyncSession
    shelf: Shelf
    owners: Reader
    caller: Caller
    serving: Serving
    now: datetime

    @property
    def today(self) -> date:
        return local_day(self.now)

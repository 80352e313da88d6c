"""Tells the relay of this process that a transaction with events was committed.

PostgreSQL's NOTIFY would reach other processes too, but takes a lock of the whole cluster at each commit; the relay's
short poll finds their events.
"""

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

_WAKING: WeakKeyDictionary[Engine, asyncio.Event] = WeakKeyDictionary()


def waking(engine: Engine) -> asyncio.Event:
    """Set after each commit of emitted events through this engine."""
    return _WAKING.setdefault(engine, asyncio.Event())


def after_commit(session: AsyncSession) -> None:
    session.info["emitted"] = True


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    if session.info.pop("emitted", False) and isinstance(engine := session.get_bind(), Engine):
        waking(engine).set()


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session, *_: Any) -> None:
    session.info.pop("emitted", None)

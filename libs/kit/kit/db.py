"""The database of a service: one engine, one session a request, one commit at the edge."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import BigInteger, DateTime, Executable, MetaData, Row, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError

from kit import pool, postgres
from kit.errors import StaleEdit

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a plain class attribute
        datetime: DateTime(timezone=True),
        str: Text(),
        int: BigInteger(),
        dict[str, Any]: JSONB(),
    }


class Identified:
    """A row with a time-ordered id made by the database."""

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))


class Versioned:
    """A row people edit: a stale edit is refused (409), never merged in silence."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy passes the class
        return {"version_id_col": cls.version}


class Database:
    def __init__(self, url: str, *, pool_size: int = 10, application_name: str = "kit") -> None:
        self.engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            pool_use_lifo=True,  # few connections stay warm, with their statements prepared and planned
            hide_parameters=True,  # errors are logged, personal data is not
            async_creator=partial(
                postgres.connect,
                url,
                timeout=5,
                command_timeout=30,
                server_settings={
                    "application_name": application_name,
                    "idle_in_transaction_session_timeout": "60000",
                },
            ),
        )
        pool.watch(self.engine.sync_engine)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._single = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end of the block, rolled back when it raises."""
        async with self._sessions() as session:
            try:
                yield session
                await session.commit()
            except StaleDataError as error:
                raise StaleEdit from error

    async def once(self, statement: Executable, values: dict[str, Any]) -> Row[Any] | None:
        """A statement that is a transaction of its own: one round trip, where a session needs three. Its first row."""
        async with self._single.connect() as connection:
            return (await connection.execute(statement, values)).first()

    async def dispose(self) -> None:
        await self.engine.dispose()


async def open_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.database.session() as session:
        request.state.session = session
        if once := getattr(request.state, "once", None):  # kit.once: it may have been done before
            await once.begin(session)
        yield session


# Scope "function" commits before the answer leaves; the default scope would answer 200 and fail afterwards.
Session = Annotated[AsyncSession, Depends(open_session, scope="function")]


async def database_of(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


Whole = Annotated[Database, Depends(database_of)]
"""For the few routes that thousands call at the same moment, and one statement answers; all others take a Session."""

"""One way to PostgreSQL, whoever goes it: the engine, migrations, locks and the evidence writer.

DATABASE_URL is SQLAlchemy's (`postgresql+asyncpg://…`) and may say what libpq says: `?sslmode=verify-full&sslrootcert=
/etc/ssl/database.crt`, `host=`, `target_session_attrs=`. SQLAlchemy would hand those to a driver that knows them in
addresses only, and calls the first one `ssl`; either name will do here.
"""

from typing import Any

import asyncpg
from sqlalchemy import URL, make_url

OURS, THEIRS = "ssl", "sslmode"


def dsn(url: str | URL) -> str:
    """The same address as asyncpg and libpq read it."""
    given = make_url(url)
    query = {THEIRS if name == OURS else name: value for name, value in given.query.items()}
    return given.set(drivername="postgresql", query=query).render_as_string(hide_password=False)


async def connect(url: str | URL, **options: Any) -> asyncpg.Connection:
    return await asyncpg.connect(dsn(url), **options)

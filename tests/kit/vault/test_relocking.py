"""Every service says which of its columns are locked, so that one command locks all of them anew.

On real data: tests/lgsp_gateway/token, tests/meetings/vote, tests/assistant_citizen/petition.
"""

from kit.db import Base
from kit.migrate import metadata_of
from kit.vault.column import locked_columns
from tests.architecture.test_imports import SERVICES


def test_what_is_called_locked_says_how() -> None:
    for service in SERVICES:
        metadata_of(service)
    columns = dict(locked_columns(Base.metadata))
    called = {one for table in Base.metadata.sorted_tables for one in table.columns if "locked" in one.name.split("_")}
    assert called <= set(columns)
    for column, lock in columns.items():
        assert lock.label in column.table.columns
        assert len(column.table.primary_key.columns) == 1

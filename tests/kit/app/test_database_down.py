"""A database that is away is not an error of ours, whatever the driver calls it."""

import pytest
from sqlalchemy.exc import DBAPIError

from kit.problems import database_is_down


class Told(Exception):
    """What PostgreSQL says, as the driver hands it on."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "down"),
    [
        ("57P03", True),  # it is starting up
        ("57P01", True),  # it shuts down
        ("08003", True),  # the connection is no more
        ("53300", True),  # too many connections
        ("57014", False),  # the statement took too long
        ("42703", False),  # there is no such column
    ],
)
def test_what_postgresql_says_while_it_is_away(sqlstate: str, down: bool) -> None:
    assert database_is_down(DBAPIError("SELECT 1", {}, Told(sqlstate))) is down

"""The first administrator's account comes from the command line; nobody gets in that way afterwards."""

import sys
from collections.abc import Callable

import pytest

from lgsp_gateway.account import __main__ as command

KEY = "q7Zk2vXw9LmR4tBn8sYc1dHf6gJp3aQe"


@pytest.fixture
def given(make_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    environment = {"REDIS_URL": "redis://127.0.0.1:1", "BUS_URL": "redis://127.0.0.1:1", "SECRET_KEY": KEY}
    for name, value in {**environment, "DATABASE_URL": make_database("lgsp_gateway")}.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["lgsp_gateway.account", *arguments])
        return command.main()

    return run


def test_the_first_administrator_is_told_a_password_and_is_the_only_one(
    given: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert given("quantri", "Nguyễn Văn Ấn", "--email", "quantri@bacgiang.gov.vn") == 0
    told = capsys.readouterr().out
    assert told.startswith("quantri  first password: ")
    assert len(told.split()[-1]) >= 12
    assert given("ke-gian", "Kẻ Gian") == 1
    assert capsys.readouterr().err.startswith("administrator-there")


def test_what_is_no_user_name_is_said(given: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert given("Quản trị", "Nguyễn Văn Ấn") == 1
    assert "username" in capsys.readouterr().err

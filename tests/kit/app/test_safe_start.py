"""A start outside the embedded mode with what is missing, weak or insecure is refused in plain words."""

import sys
from typing import Any

import pytest
from pydantic import ValidationError

from kit.serve import REFUSED, main, reasons
from tests.support.settings import settings_of

GOOD = "q7Zk2vXw9LmR4tBn8sYc1dHf6gJp3aQe"
PRODUCTION = {"mode": "production", "secret_key": GOOD, "origin": "https://nentang.bacgiang.gov.vn"}


@pytest.mark.parametrize(
    ("package", "wrong", "named"),
    [
        ("monitoring", {"secret_key": ""}, "SECRET_KEY"),
        ("monitoring", {"secret_key": GOOD[:-1]}, "SECRET_KEY"),
        ("monitoring", {"secret_key": "0" * 64}, "SECRET_KEY"),
        ("monitoring", {"secret_key": "please-change-me-" + GOOD}, "SECRET_KEY"),
        ("monitoring", {"secret_key_previous": ["short"]}, "SECRET_KEY_PREVIOUS"),
        ("lgsp_gateway", {"platform_clients": {"assistant-staff": "short"}}, "PLATFORM_CLIENTS"),
        ("assistant_staff", {"platform_secret": "short"}, "PLATFORM_SECRET"),
        ("monitoring", {"origin": "http://nentang.bacgiang.gov.vn"}, "ORIGIN"),
        ("monitoring", {"origin": "http://127.0.0.1.evil.example"}, "ORIGIN"),
    ],
)
def test_what_is_unsafe_is_refused_and_never_repeated(package: str, wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError) as refused:
        settings_of(package, **{**PRODUCTION, **wrong})
    [line] = reasons(refused.value)
    assert f"{named} " in line
    assert GOOD[:-1] not in line


@pytest.mark.parametrize("origin", ["https://nentang.bacgiang.gov.vn", "http://127.0.0.1:8000", "http://localhost"])
def test_a_good_key_and_a_secure_origin_will_do(origin: str) -> None:
    assert settings_of("assistant_staff", **{**PRODUCTION, "origin": origin}).mode == "production"


def test_a_service_that_lacks_settings_says_each_and_ends(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DATABASE_URL", "BUS_URL", "SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"SERVICE": "monitoring", "REDIS_URL": "redis://127.0.0.1:1", "DATABASE_POOL": "many"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["kit.serve"])
    assert main() == REFUSED
    said = capsys.readouterr().err
    named = [line.removeprefix("not started: ").partition(":")[0] for line in said.splitlines()]
    assert named == ["DATABASE_URL", "DATABASE_POOL", "BUS_URL", "SECRET_KEY"]
    assert "many" not in said

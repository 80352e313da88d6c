import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.compose.reading import ROOT, dotenv, read

ENV = runpy.run_path(str(ROOT / "deploy" / "compose" / "env.py"))


def drawn() -> dict[str, str]:
    """What .env holds after env.py made it."""
    return dotenv(ENV["completed"]((ROOT / ".env.example").read_text(encoding="utf-8"), ""))


@pytest.fixture(scope="session")
def given() -> dict[str, str]:
    return drawn()


@pytest.fixture(scope="session")
def compose(given: dict[str, str]) -> dict[str, Any]:
    return read(given)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with nothing but the example."""
    (tmp_path / ".env.example").write_bytes((ROOT / ".env.example").read_bytes())
    return tmp_path

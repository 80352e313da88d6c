"""`python -m kit.vault relock` as an operator runs it beside a service."""

import subprocess
import sys
from os import environ
from typing import Any

NEW = "new-secret-of-tests-only-0123456789abcdef"


def relock(package: str, settings: Any, key: str, previous: str = "[]") -> subprocess.CompletedProcess[str]:
    given = {
        "MODE": "embedded",
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "BUS_URL": settings.bus_url,
        "SECRET_KEY": key,
        "SECRET_KEY_PREVIOUS": previous,
    }
    return subprocess.run(
        [sys.executable, "-m", "kit.vault", "relock", package],
        env={**environ, **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def moved(package: str, settings: Any) -> str:
    """From the settings' key to NEW; what the operator is told."""
    ran = relock(package, settings, NEW, f'["{settings.secret_key.get_secret_value()}"]')
    assert ran.returncode == 0, ran.stderr
    return ran.stdout

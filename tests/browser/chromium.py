"""The headless Chromium of the browser tests: Debian's, run by Playwright."""

import os
import shutil
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> Path | None:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


def options(path: Path) -> dict[str, Any]:
    """For Playwright's `chromium.launch`. Root has no sandbox to give."""
    return {
        "executable_path": path,
        "args": [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
    }

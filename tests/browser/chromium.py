"""The headless Chromium of the browser tests: Debian's, run by Playwright."""

import os
import shutil
from pathlib import Path
from typing import Any

WHOLE = ("chromium", "chromium-browser", "google-chrome")
SHELL = "chromium-headless-shell"
"""Debian's Chromium without a window: the same engine for a third of the processor."""
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

DEVICES = [
    "--use-fake-device-for-media-stream=fps=10",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
]
"""A camera and a microphone nobody holds. Half the frames of the usual: each is drawn, coded, read and shown."""


def executable() -> Path | None:
    return _first(SHELL, *WHOLE)


def whole() -> Path | None:
    """Remembers devices from one page to the next, which the shell does not."""
    return _first(*WHOLE)


def _first(*names: str) -> Path | None:
    found = next(filter(None, map(shutil.which, names)), None)
    return Path(found) if found else None


def options(path: Path, *more: str) -> dict[str, Any]:
    """For Playwright's `chromium.launch`. Root has no sandbox to give."""
    return {
        "executable_path": path,
        "args": [*ARGUMENTS, *more, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
    }

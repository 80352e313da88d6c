"""Random secrets that outlive a restart, kept in files only their owner reads."""

import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """The secret stored at `path`; made on first use: 43 characters of the URL-safe alphabet."""
    try:
        return path.read_text()
    except FileNotFoundError:
        write_private(path, secrets.token_urlsafe(32))
        return path.read_text()


def write_private(path: Path, text: str) -> None:
    """Puts a 0600 file in place whole, so that no reader ever sees half of it or may read it early."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)

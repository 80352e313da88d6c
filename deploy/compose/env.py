"""Makes .env of .env.example: every value that is empty there is drawn at random. What .env has already stays.

python3 deploy/compose/env.py [folder of the checkout]
"""

import os
import re
import secrets
import sys
from pathlib import Path

LINE = re.compile(r"([A-Z_]+)=(.*)")
BYTES = 32


def completed(example: str, present: str) -> str:
    """`present` with what the example has beyond it, so that a new version's secrets come to an old file."""
    known = {found[1] for line in present.splitlines() if (found := LINE.fullmatch(line))}
    return present + "".join(f"{_drawn(line)}\n" for line in example.splitlines() if not _is_known(line, known))


def _is_known(line: str, known: set[str]) -> bool:
    """Comments come with the first file only."""
    found = LINE.fullmatch(line)
    return bool(known) and (found is None or found[1] in known)


def _drawn(line: str) -> str:
    found = LINE.fullmatch(line)
    return f"{line}{secrets.token_hex(BYTES)}" if found and not found[2] else line


def main(folder: Path) -> None:
    file, fresh = folder / ".env", folder / ".env.new"
    present = file.read_text(encoding="utf-8") if file.exists() else ""
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as new:
        new.write(completed((folder / ".env.example").read_text(encoding="utf-8"), present))
    fresh.replace(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2])

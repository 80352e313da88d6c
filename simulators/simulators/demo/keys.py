"""What may be shown once only, kept beside the demo's data for whoever runs it: client secrets and first passwords."""

import json
from pathlib import Path

from pydantic import BaseModel

from embedded.secret import write_private


class ClientKey(BaseModel):
    client_id: str
    client_secret: str


class Keys(BaseModel):
    """`clients` by the application's path (`GOV/H02.01.01/mot-cua`), the others by user name.

    `authenticators`: the secrets of accounts that were enrolled by `make shots`.
    """

    clients: dict[str, ClientKey] = {}
    passwords: dict[str, str] = {}
    authenticators: dict[str, str] = {}


def read_keys(path: Path) -> Keys:
    """Empty where there is no file yet, or only half of one."""
    try:
        return Keys.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return Keys()


def hand_over(path: Path, key: ClientKey) -> None:
    """To a platform that reads this file; written only where it differs."""
    told = key.model_dump_json(indent=2) + "\n"
    if not path.exists() or path.read_text() != told:
        write_private(path, told)


def write_keys(path: Path, keys: Keys) -> None:
    write_private(path, json.dumps(keys.model_dump(), ensure_ascii=False, indent=2) + "\n")

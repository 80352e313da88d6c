"""Which simulators there are, and where they listen."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

_FILE = Path(__file__).parent / "fleet.toml"


class Simulator(BaseModel):
    """`app` is a factory for `uvicorn --factory`; `environment` its settings."""

    title: str
    app: str
    port: int
    environment: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def read_fleet() -> dict[str, Simulator]:
    """Name -> simulator, in the order of the file."""
    contents = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, Simulator]).validate_python(contents)

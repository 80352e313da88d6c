"""What a load adds to a table."""

from dataclasses import dataclass
from typing import Literal

Mode = Literal["append", "overwrite"]


@dataclass(frozen=True, slots=True)
class Part:
    """A file that lies in the folder of the table already; nobody sees it before the commit that names it."""

    name: str
    size: int
    rows: int

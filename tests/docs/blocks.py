"""The code blocks of a page of docs/, in the order in which they are read.

Behind the language stands a block's name: of a `sh` block what the test calls it, of a `python` block its file. A
`text` block is what the block before it prints, where `…` stands for anything.
"""

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Block:
    language: str
    name: str
    text: str
    prints: str | None = None

    @property
    def exported(self) -> list[str]:
        return re.findall(r"^export (\w+)=", self.text, re.MULTILINE)


def blocks_of(page: str) -> list[Block]:
    found: list[Block] = []
    for language, name, text in FENCE.findall((DOCS / page).read_text()):
        if language == "text":
            found[-1].prints = text
        else:
            found.append(Block(language, name, text))
    return found


def says(expected: str, printed: str) -> bool:
    pattern = ".*".join(re.escape(part.strip("\n")) for part in expected.strip().split("…"))
    return re.fullmatch(pattern, printed.replace("\r", "").strip(), re.DOTALL) is not None

"""The kinds a document may be of, read from kinds.toml."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Kind:
    """`abbreviation` as in a notation (`QĐ`), empty for a letter; names by language."""

    key: str
    abbreviation: str
    vi: str
    en: str

    def name(self, language: str) -> str:
        return self.en if language == "en" else self.vi


_DATA = files("governance.document").joinpath("kinds.toml").read_text(encoding="utf-8")
KINDS = {entry["key"]: Kind(**entry) for entry in tomllib.loads(_DATA)["kind"]}
LETTER = "cong-van"


def kind_of(notation: str) -> str | None:
    """What a notation says of its kind: "2663/KH-UBND" is a plan; None where it says nothing."""
    _, _, mark = notation.partition("/")
    begins = mark.partition("-")[0]
    return begins if begins in KINDS else None

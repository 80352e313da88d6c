"""The code of a dossier, and the digits that prove whose it is, in what somebody wrote.

Codes are those of Circular 01/2018/TT-VPCP (`000.00.20.H02-261120-0001`) and the shape with the province first
(`H02.19-220611-0001`); people write them in small letters, with blanks, with any dash.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from kit.text import fold

Stage = Literal["", "code", "proof"]
FILE, DIGITS = "[mã hồ sơ]", "[số xác nhận]"
LEAST_HIDDEN, LEAST_TRIED, MOST_BARE = 4, 6, 5
"""Digits that are hidden; that may be meant as a code; that are hidden even where nothing was asked for."""
WHOLE_NUMBERS = range(9, 13)
"""Digits of a telephone or an identity number that somebody wrote whole; the last four are taken."""
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹘"), "-")
_DOT, _DASH = r"(?:\s{0,2}\.\s{0,2}|[^\S\n])", r"(?:\s{0,2}-\s{0,2}|[^\S\n])"
_CODE = re.compile(
    rf"(?<![\w.-])(?P<unit>[0-9A-Z]{{3}}{_DOT}\d\d{_DOT}\d\d{_DOT}[A-Z]\d\d|[A-Z]\d\d(?:{_DOT}\d{{1,3}}){{0,3}})"
    rf"{_DASH}(?P<day>\d{{6}}){_DASH}(?P<number>\d{{4,6}})(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"\d(?:[ .-]?\d)*", re.ASCII)
_WORDS = tomllib.loads((Path(__file__).parent / "data" / "words.toml").read_text(encoding="utf-8"))
_FILLERS, _LEAVING = frozenset(_WORDS["fillers"].split()), frozenset(_WORDS["leaving"])


@dataclass(frozen=True, slots=True)
class Said:
    """`tried`: there are digits that may have been meant as a code."""

    code: str | None
    proof: str | None
    tried: bool
    leaves: bool


def read(text: str) -> Said:
    plain = _plain(text)
    code = next((one for one, _ in _codes(plain)), None)
    rest, shapes = _CODE.subn(" ", plain)
    return Said(code, _proof(rest), bool(shapes) or _count(rest) >= LEAST_TRIED, fold(rest).strip(" .!?,") in _LEAVING)


def code_of(text: str) -> str | None:
    """As it is registered, where the text is a code and nothing else."""
    plain = _plain(text).strip()
    found = next(_codes(plain), None)
    return found[0] if found and found[1].span() == (0, len(plain)) else None


def proof_of(text: str) -> str | None:
    """The four digits; of a whole telephone or identity number its last."""
    return _proof(_plain(text))


def hide(text: str, stage: Stage) -> str:
    """As it may be kept: without codes, and where one was asked for or told, or little else stands, without digits."""
    plain = _plain(text)
    if not stage and not any(_codes(plain)) and (_proof(plain) is None or _count(plain) > MOST_BARE):
        return text
    return _NUMBER.sub(lambda one: DIGITS if _count(one[0]) >= LEAST_HIDDEN else one[0], _CODE.sub(FILE, plain))


def _plain(text: str) -> str:
    """One form of each letter, digit and dash, and nothing that nobody sees."""
    told = unicodedata.normalize("NFKC", text).translate(_DASHES)
    if told.isprintable():  # as nearly all are
        return told
    return "".join(one for one in told if one in "\n\t" or unicodedata.category(one)[0] != "C")


def _codes(plain: str) -> Iterator[tuple[str, re.Match[str]]]:
    for found in _CODE.finditer(plain):
        if _is_day(found["day"]):
            unit = re.sub(r"[\s.]+", ".", found["unit"]).upper()
            yield f"{unit}-{found['day']}-{found['number']}", found


def _is_day(digits: str) -> bool:
    try:
        datetime.strptime(digits, "%y%m%d")  # noqa: DTZ007 - only whether there is such a day
    except ValueError:
        return False
    return True


def _proof(rest: str) -> str | None:
    numbers = ["".join(filter(str.isdigit, one)) for one in _NUMBER.findall(rest)]
    told = [one for one in numbers if len(one) == 4 or len(one) in WHOLE_NUMBERS]
    others = [one for one in numbers if one not in told and one != "4"]
    words = re.findall(r"\w+", fold(_NUMBER.sub(" ", rest)))
    if len(told) != 1 or others or not _FILLERS.issuperset(words):
        return None
    return told[0][-4:]


def _count(text: str) -> int:
    return sum(one.isdigit() for one in text)

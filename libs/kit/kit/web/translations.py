"""Texts of the screens: `locale/vi/*.toml` and `locale/en/*.toml` of kit.web and of each service, a file a feature with
its errors, one dotted key a text.

    [member]
    title = "Cơ quan"
    found = {one = "{count} agency", other = "{count} agencies"}    # where a language tells one from many

`t("member.found", count=3)`. Numbers, dates and times given to a text are shown as the language writes them.
"""

import logging
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from starlette.requests import Request

from kit.web import formats

LANGUAGES = ("vi", "en")
COOKIE = "lang"
PLURAL = frozenset({"one", "other"})
log = logging.getLogger(__name__)

Text = str | dict[str, str]


class MissingTranslation(KeyError):
    """A key without a text; raised only where a developer sees it."""


@dataclass(frozen=True)
class Translator:
    """One language. `t` looks a text up, the other methods show values."""

    language: str
    texts: Mapping[str, Text]
    strict: bool = True

    def t(self, key: str, /, **values: object) -> str:
        text = self.texts.get(key)
        if text is None:
            return self._missing(key)
        if isinstance(text, dict):
            text = text["one" if values.get("count") == 1 else "other"]
        return text.format_map({name: self.show(value) for name, value in values.items()}) if values else text

    def has(self, key: str) -> bool:
        return key in self.texts

    def show(self, value: object) -> str:
        if isinstance(value, bool) or value is None:
            return str(value)
        if isinstance(value, int | float | Decimal):
            return self.number(value)
        if isinstance(value, datetime):
            return formats.moment(value)
        return formats.day(value) if isinstance(value, date) else str(value)

    def number(self, value: formats.Number, digits: int | None = None) -> str:
        return formats.number(value, self.language, digits)

    def percent(self, share: formats.Number, digits: int = 1) -> str:
        return formats.percent(share, self.language, digits)

    def size(self, octets: formats.Number) -> str:
        return formats.size(octets, self.language)

    def milliseconds(self, value: formats.Number) -> str:
        return formats.milliseconds(value, self.language)

    def ago(self, moment: datetime) -> str:
        return formats.ago(moment, self.t)

    def _missing(self, key: str) -> str:
        if self.strict:
            raise MissingTranslation(f"{key} has no text in {self.language}")
        log.error("missing translation", extra={"key": key, "language": self.language})
        return key


class Translations:
    """The texts of kit.web and of the given packages, in every language."""

    def __init__(self, *packages: str, strict: bool = True) -> None:
        self._translators = {
            language: Translator(language, _merged(("kit.web", *packages), language), strict) for language in LANGUAGES
        }

    def translator(self, language: str | None) -> Translator:
        return self._translators[language if language in LANGUAGES else LANGUAGES[0]]


def translator(request: Request) -> Translator:
    """The reader's language: cookie `lang`, else Vietnamese."""
    translations: Translations = request.app.state.translations
    return translations.translator(request.cookies.get(COOKIE))


@cache
def load(package: str, language: str) -> Mapping[str, Text]:
    """The texts of one package by dotted key; none where it has no locale. Read once a process."""
    texts: dict[str, Text] = {}
    for file in sorted((Path(str(files(package))) / "locale" / language).glob("*.toml")):
        _add(texts, dict(_flatten(tomllib.loads(file.read_text(encoding="utf-8")))), f"{package}: {file.name}")
    return MappingProxyType(texts)


def _merged(packages: tuple[str, ...], language: str) -> dict[str, Text]:
    texts: dict[str, Text] = {}
    for package in packages:
        _add(texts, load(package, language), package)
    return texts


def _add(texts: dict[str, Text], added: Mapping[str, Text], where: str) -> None:
    if twice := texts.keys() & added.keys():
        raise ValueError(f"{where} says again what is said already: {sorted(twice)}")
    texts |= added


def _flatten(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Text]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str) or set(value) == PLURAL:
            yield key, value
        else:
            yield from _flatten(value, f"{key}.")

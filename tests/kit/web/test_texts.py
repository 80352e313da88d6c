"""Every text asked for exists in both languages, every text is asked for, and both say the same."""

import re
from collections.abc import Mapping
from functools import cache

import pytest

from kit.web.translations import Text, load
from tests.kit.web.texts import Asked, asked_by, problem_classes

SERVICES = (
    "analytics", "assistant_citizen", "assistant_staff", "governance", "lgsp_gateway", "meetings", "monitoring",
    "tests.browser.gallery",
)  # fmt: skip
PACKAGES = ("kit", *SERVICES)
LANGUAGES = ("vi", "en")


def texts_of(package: str, language: str) -> Mapping[str, Text]:
    return load("kit.web" if package == "kit" else package, language)


@cache
def problems() -> frozenset[str]:
    return problem_classes(*PACKAGES)


@cache
def asked(package: str) -> Asked:
    """Read once: it is most of the work."""
    return asked_by(package, problems())


@pytest.mark.parametrize("package", PACKAGES)
def test_languages_have_the_same_texts_with_the_same_gaps(package: str) -> None:
    texts = {language: texts_of(package, language) for language in LANGUAGES}
    assert texts["vi"].keys() == texts["en"].keys()
    for key in texts["vi"]:
        assert gaps(texts["vi"][key]) == gaps(texts["en"][key]), key


def gaps(text: Text) -> set[str]:
    """A count may be left out where the language says "one" in a word."""
    whole = text if isinstance(text, str) else " ".join(text.values())
    return set(re.findall(r"{(\w+)}", whole))


@pytest.mark.parametrize("package", PACKAGES)
def test_no_text_is_missing(package: str) -> None:
    known = load("kit.web", "vi").keys() | texts_of(package, "vi").keys()
    assert asked(package).called - known == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_text_is_unused(package: str) -> None:
    askers = [asked(asker) for asker in (PACKAGES if package == "kit" else ("kit", package))]
    keys = {key for key in texts_of(package, "vi") if not key.startswith("error.")}
    assert {key for key in keys if not any(asker.uses(key) for asker in askers)} == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_problem_has_its_words(package: str) -> None:
    known = load("kit.web", "vi").keys() | texts_of(package, "vi").keys()
    codes = asked(package).codes
    missing = {f"error.{code}.{part}" for code in codes for part in ("title", "detail")} - known
    assert missing == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_problem_with_words_can_happen(package: str) -> None:
    said = {key.split(".")[1] for key in texts_of(package, "vi") if re.fullmatch(r"error\.[^.]+\.title", key)}
    askers = [asked(asker) for asker in (PACKAGES if package == "kit" else (package,))]
    built = tuple(beginning for asker in askers for beginning in asker.built)
    happening = set().union(*(asker.codes | asker.named for asker in askers))
    assert {code for code in said - happening if not code.startswith(built)} == set()

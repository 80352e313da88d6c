"""Icons and states in a word, as templates write them."""

from collections.abc import Iterator

import pytest
from markupsafe import Markup
from starlette.requests import Request

from kit.web.drawing import TONES, badge, icon
from kit.web.icons import ICONS
from kit.web.view import View, current
from tests.browser.gallery.app import create


@pytest.fixture(autouse=True)
def reader() -> Iterator[View]:
    scope = {"type": "http", "path": "/", "headers": [], "query_string": b"", "app": create()}
    token = current.set(View(Request(scope)))
    yield current.get()
    current.reset(token)


def test_an_icon_is_decoration_unless_it_has_words(reader: View) -> None:
    address = reader.asset("icons.svg")
    plain = f'<svg class="icon icon--small" aria-hidden="true"><use href="{address}#users"/></svg>'
    assert icon("users", size="small") == plain
    assert 'role="img" aria-label="Đã &lt;kiểm&gt;"' in icon("users", label="Đã <kiểm>")


def test_words_are_escaped_also_where_the_same_came_as_markup_before() -> None:
    for _ in range(2):
        assert "<b>Có</b>" in badge(Markup("<b>Có</b>"), "success")
        assert "&lt;b&gt;Có&lt;/b&gt;" in badge("<b>Có</b>", "success")


@pytest.mark.parametrize("tone", TONES)
def test_every_tone_has_an_icon_that_there_is(tone: str) -> None:
    assert TONES[tone] in ICONS
    assert f"badge--{tone}" in badge("Bật", tone)
    assert "#power" in badge("Tắt", tone, icon="power")

"""Path templates mean one thing or are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgsp_gateway.catalogue.template import InvalidTemplate, clean, is_placeholder, shape_of


@pytest.mark.parametrize(
    ("template", "shape"),
    [
        ("/", "/"),
        ("/don-vi", "/don-vi"),
        ("/don-vi/", "/don-vi/"),
        ("/don-vi/{ma}", "/don-vi/{}"),
        ("/pet/*/uploadImage", "/pet/{}/uploadImage"),
        ("/đơn-vị/{mã}".replace("mã", "ma"), "/đơn-vị/{}"),
        ("/a/{x}/b/{y}", "/a/{}/b/{}"),
        ("/a.b/c,d/e;f".replace(";", ":"), "/a.b/c,d/e:f"),
    ],
)
def test_accepted(template: str, shape: str) -> None:
    assert shape_of(clean(template)) == shape


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("", "slash"), ("don-vi", "slash"), ("*", "slash"), ("//a", "dots"), ("/a//b", "dots"), ("/../a", "dots"),
        ("/a/./b", "dots"), ("/a/..", "dots"), ("/a%2Fb", "character"), ("/a?b=1", "character"), ("/a#b", "character"),
        ("/a\\b", "character"), ("/a;b", "character"), ("/a b", "character"), ("/a\x00", "character"),
        ("/a/{id}.json", "part_of_segment"), ("/a/{", "part_of_segment"), ("/{}", "part_of_segment"),
        ("/{a}{b}", "part_of_segment"), ("/a/**", "character"), ("/a/{x}/{x}", "name_twice"), ("/" + "a" * 500, "long"),
    ],
)  # fmt: skip
def test_refused(template: str, reason: str) -> None:
    with pytest.raises(InvalidTemplate, match=f"endpoint.wrong.{reason}$"):
        clean(template)


@given(st.text(alphabet="/{}*.%ab;\\é\u0301 ", max_size=30) | st.text(max_size=30))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    try:
        template = clean(text)
    except InvalidTemplate:
        return
    assert clean(template) == template
    assert template.startswith("/")
    for segment in template[1:].split("/"):
        assert is_placeholder(segment) or not set(segment) & set("{}*%?#;\\ ")
        assert segment not in {".", ".."}

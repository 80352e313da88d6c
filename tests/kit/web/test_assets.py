import re

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.settings import Province
from kit.web import assets, brand

COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.fixture
async def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(assets(Province())), base_url="http://127.0.0.1")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("theme.css", "text/css; charset=utf-8"),
        ("screen.js", "text/javascript; charset=utf-8"),
        ("icons.svg", "image/svg+xml"),
        ("fonts/vietnamese-400.woff2", "font/woff2"),
        ("logo.svg", "image/svg+xml"),
    ],
)
async def test_served_for_ever_with_its_type(client: httpx.AsyncClient, name: str, media_type: str) -> None:
    answer = await client.get(assets(Province()).url(name))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_text_is_compressed_and_fonts_are_not(client: httpx.AsyncClient) -> None:
    accepted = {"Accept-Encoding": "gzip"}
    sheet = await client.get(assets(Province()).url("theme.css"), headers=accepted)
    font = await client.get(assets(Province()).url("fonts/latin-400.woff2"), headers=accepted)
    assert sheet.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in font.headers


@pytest.mark.parametrize(
    "path", ["/static/000000000000/theme.css", "/static/../package.json", "/static/%2e%2e/assets.py", "/static/"]
)
async def test_nothing_else_is_reachable(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


def test_every_process_computes_the_same_addresses_and_colours_change_only_theirs() -> None:
    one, same, other = assets(Province()), assets(Province()), assets(Province(primary="#006644"))
    assert one.url("province.css") == same.url("province.css") != other.url("province.css")
    assert one.url("theme.css") == other.url("theme.css")


async def test_style_sheet_names_only_files_that_are_served(client: httpx.AsyncClient) -> None:
    sheet = (await client.get(assets(Province()).url("theme.css"))).text
    fonts = set(re.findall(r"url\((/static/[^)]+)\)", sheet))
    assert len(fonts) == 12
    assert {(await client.get(font)).status_code for font in fonts} == {200}
    assert "./files" not in sheet


@given(COLOUR, st.sampled_from([brand.LIGHT_SURFACE, brand.DARK_SURFACE]))
def test_any_province_colour_becomes_readable(colour: str, ground: str) -> None:
    assert brand.contrast(brand.readable(colour, ground), ground) >= 4.5


def test_readable_colour_stays_as_it_is() -> None:
    assert brand.readable("#0b5394", brand.LIGHT_SURFACE) == "#0b5394"

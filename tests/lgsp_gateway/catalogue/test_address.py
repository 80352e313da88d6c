"""Addresses that are accepted mean one thing to everybody who reads them."""

from urllib.parse import urlsplit

import httpx
import pytest
import yarl
from hypothesis import given
from hypothesis import strategies as st

from lgsp_gateway.catalogue.address import WrongAddress, source_address, web_address
from tests.lgsp_gateway.registry.desk import Desk

WELL_KNOWN = {"http": 80, "https": 443}
schemes = st.sampled_from(["http://", "https://", "HTTP://", "http:/", "ftp://", "//", "http:\\\\", ""])
hosts = st.sampled_from(
    ["10.1.2.3", "dich-vu.soyte.vn", "MAY_CHU", "[::1]", "[::FFFF:1.2.3.4]", "[fe80::1%25eth0]", "1.2.3", "0x7f.1",
     "2130706433", "127.1", "xn--my-hoa.vn", "máy.vn", "a..b", "host.", "", "-a", "host%41", "[v1.a]", "[::1]x", "ⓗost",
     "host。vn", "host\x00", "ho\tst", "a" * 64]
)  # fmt: skip
users = st.sampled_from(["", "", "", "@", ":@", ":pw@", "user@", "user:pw@", "a@b@"])
ports = st.sampled_from(["", "", ":8080", ":", ":0", ":65536", ":+80", ": 80", ":00080", ":８０", ":1_0", ":99999999"])
paths = st.sampled_from(
    ["", "/", "/a/b", "/a//", "/../x", "/%2e%2e/x", "/a\\b", "/a b", "/a\nb", "/%zz", "/é", "?a=1", "#a", "/a@b:1"]
)
composed = st.tuples(schemes, users, hosts, ports, paths).map("".join)
spoiled = st.tuples(composed, st.integers(0, 30), st.characters()).map(
    lambda given: given[0][: given[1]] + given[2] + given[0][given[1] :]
)


@given(composed | spoiled | st.text(max_size=40))
def test_what_is_accepted_is_read_alike_by_everybody(text: str) -> None:
    try:
        address = web_address(text)
    except WrongAddress:
        return
    plain, client, other = urlsplit(address), httpx.URL(address), yarl.URL(address)
    assert plain.scheme == client.scheme == other.scheme in WELL_KNOWN
    assert plain.hostname == client.host == other.raw_host
    assert plain.hostname
    usual = WELL_KNOWN[plain.scheme]
    assert (plain.port or usual) == (client.port or usual) == other.port
    assert not any((plain.username, plain.password, client.userinfo, other.user, other.password))
    assert web_address(address) == address


@pytest.mark.parametrize(
    ("given_as", "kept_as"),
    [
        ("http://10.1.2.3:8080/api/", "http://10.1.2.3:8080/api"),
        ("HTTPS://LGSP.BacGiang.gov.vn", "https://lgsp.bacgiang.gov.vn"),
        ("http://[::FFFF:1.2.3.4]:080/", "http://[::ffff:102:304]:80"),
        ("http://may_chu/%C4%90/a;b=1", "http://may_chu/%C4%90/a;b=1"),
    ],
)
def test_one_form_is_kept(given_as: str, kept_as: str) -> None:
    assert web_address(given_as) == kept_as


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://:pw@host", "_credentials"), ("http://user@host", "_credentials"), ("http://@host", "_credentials"),
        ("http://host\\@other", "_character"), ("http://ho\tst", "_character"), ("http://host\n", "_character"),
        (" http://host", "_character"), ("http://host/a b", "_character"), ("http://máy.vn", "_character"),
        ("http://", "_host"), ("http:///a", "_host"), ("http://:80", "_host"), ("http://a..b", "_host"),
        ("http://127.1", "_host"), ("http://2130706433", "_host"), ("http://[::1", "_host"), ("http://host.", "_host"),
        ("http://[fe80::1%25eth0]", "_host"), ("http://host:0", "_port"), ("http://host:65536", "_port"),
        ("http://host:", "_port"), ("http://host:+80", "_port"), ("http://xn--80ak6aa92e.com", "_foreign"),
        ("http://host/a/../b", "_dots"), ("http://host/%2E%2e/b", "_dots"), ("http://host/a%2fb", "_dots"),
        ("http://host/%zz", "_character"), ("http://host?a=1", ""), ("http://host/#a", ""), ("ftp://host", ""),
        ("host", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(address: str, reason: str) -> None:
    with pytest.raises(WrongAddress, match=rf"^service\.wrong\.address{reason}$"):
        web_address(address)


def test_a_description_may_be_behind_a_query() -> None:
    assert source_address("http://10.1.2.3/v3?format=json") == "http://10.1.2.3/v3?format=json"
    for wrong in ("http://10.1.2.3/v3?a b", "http://10.1.2.3/v3?a#b", "http://10.1.2.3/v3?a\r\nb", "http://u@h/?a"):
        with pytest.raises(WrongAddress):
            source_address(wrong)


async def test_people_are_told_in_words(desk: Desk) -> None:
    made = await desk.service()
    page = await desk.submit(f"/services/{made['id']}", version="1", name="x", base_url="http://:pw@10.1.2.3")
    assert page.status_code == 422
    assert "Không viết tên đăng nhập hay mật khẩu vào địa chỉ" in page.text

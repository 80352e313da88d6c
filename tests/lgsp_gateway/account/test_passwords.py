import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgsp_gateway.account import hashing, passwords
from lgsp_gateway.account.errors import WeakPassword

GOOD = [
    "Mưa rơi trên sông Thương",
    "correct horse battery",
    "k7fm-2xqp-9rtw-h4vd",
    "我爱北江省的夏天和秋天还有雨",
    "%#^&*()_+={}|~",
]
WEAK = {
    "too_short": ["", "ngắn", "11 ký tự ab"],
    "too_long": ["a1b2c3d4e5" * 30],
    "contains_name": ["huong.nguyen 2026", "HuongNguyen!!2026", "thư của hn.snv đó"],
    "common": [
        "matkhau123456", "Mật khẩu 123456", "M@tKh4u123456", "password1234", "vietnamvietnam1", "qwertyuiop12",
        "123456789012", "aaaaaaaaaaaaa", "abcabcabcabc", "abcdefghijklmn", "0987654321098", "admin@admin2026",
        "Xin chào Việt Nam 1",
    ],
}  # fmt: skip


@pytest.mark.parametrize("password", GOOD)
def test_long_and_unusual_is_enough(password: str) -> None:
    passwords.check(password, "huong.nguyen", "hn.snv@demo.example")


@pytest.mark.parametrize(("reason", "password"), [(reason, one) for reason, all_ in WEAK.items() for one in all_])
def test_what_anybody_would_try_is_refused(reason: str, password: str) -> None:
    with pytest.raises(WeakPassword) as raised:
        passwords.check(password, "huong.nguyen", "hn.snv@demo.example")
    assert raised.value.params["errors"][0]["message"] == f"account.wrong.{reason}"


@given(st.text(max_size=300))
def test_whatever_is_typed_there_is_an_answer(password: str) -> None:
    with suppress(WeakPassword):
        passwords.check(password, "huong", "huong@demo.example")
        assert passwords.SHORTEST <= len(passwords.normal(password)) <= passwords.LONGEST


def test_random_ones_are_good_and_different() -> None:
    made = {passwords.random_groups() for _ in range(100)}
    assert len(made) == 100
    for one in made:
        passwords.check(one, "huong.nguyen")


async def test_however_it_was_typed_it_is_the_same_password() -> None:
    composed, decomposed = (unicodedata.normalize(form, "Mưa rơi trên sông Thương") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert (await hashing.matches(decomposed, await hashing.hashed(composed)))[0]


async def test_nobody_has_a_password() -> None:
    assert await hashing.matches("a password that nobody has", None) == (False, None)

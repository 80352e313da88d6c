"""Codes and digits as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_citizen.dossier.reading import FILE, code_of, hide, proof_of, read

UNITS = st.one_of(
    st.from_regex(r"\A[0-9A-Z]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}\Z"),
    st.from_regex(r"\A[A-Z][0-9]{2}(?:\.[0-9]{1,3}){0,3}\Z"),
)
DAYS = st.dates(date(2019, 1, 6), date(2068, 12, 31)).map(lambda day: f"{day:%y%m%d}")
NUMBERS = st.from_regex(r"\A[0-9]{4,6}\Z")
CODES = st.builds("{}-{}-{}".format, UNITS, DAYS, NUMBERS)
AROUND = st.text("xin hồ sơ:,;()\n🙂đ\u200b«»")


@given(code=CODES, before=AROUND, after=AROUND)
def test_a_code_is_found_wherever_it_stands_and_hidden(code: str, before: str, after: str) -> None:
    said = f"{before} {code} {after}"
    assert read(said).code == code
    assert code not in hide(said, "")
    assert FILE in hide(said, "")


@given(code=CODES, blank=st.sampled_from(["", " ", "  "]), dash=st.sampled_from("-–—‑−"))
def test_however_it_is_written_it_is_the_same_code(code: str, blank: str, dash: str) -> None:
    spoken = code.lower().replace("-", f"{blank}{dash}{blank}").replace(".", f"{blank}.")
    assert code_of(spoken) == code
    assert code_of(code) == code


@given(text=st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    said = read(text)
    assert said.code is None or code_of(said.code) == said.code
    assert said.proof is None or (len(said.proof) == 4 and said.proof.isascii() and said.proof.isdigit())
    for stage in ("", "code", "proof"):
        assert read(hide(text, stage)).code is None


@given(proof=st.from_regex(r"\A[0-9]{4}\Z"))
def test_four_digits_are_taken_and_never_kept(proof: str) -> None:
    for said in (
        proof,
        f"số cuối là {proof}",
        f"4 số cuối căn cước: {proof}",
        f"0{proof}9{proof}"[:1] + "91234" + proof,
    ):
        assert proof_of(said) == proof
        assert proof not in hide(said, "proof")
    assert proof not in hide(proof, "")


@pytest.mark.parametrize(
    ("text", "proof"),
    [
        ("phí năm 2026 bao nhiêu", None),
        ("4821 hay 4822", None),
        ("12345", None),
        ("bốn số cuối", None),
        ("sđt 0912 345 678", "5678"),
        ("CCCD 024085001234", "1234"),
        ("4821 nhé", "4821"),
    ],
)
def test_digits_count_only_where_nothing_else_is_asked(text: str, proof: str | None) -> None:
    assert read(text).proof == proof


@pytest.mark.parametrize("text", ["hủy", "Huỷ", "huy", " THÔI. ", "bỏ qua", "cancel"])
def test_who_wants_to_leave_is_understood(text: str) -> None:
    assert read(text).leaves


@pytest.mark.parametrize("text", ["000.00.20.H02-261399-0001", "000.00.20.H02-261120", "MÃ SAI", "H02", "261120-0001"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert code_of(text) is None


def test_a_long_text_is_read_at_once() -> None:
    for text in ("0" * 100_000, "H02." * 25_000, "- " * 50_000, "000.00.20.H02-261120-" * 4_000):
        assert read(text).code is None

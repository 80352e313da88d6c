"""A file is what it holds: told apart by content, refused in clear words, and nothing is unpacked to find out."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import Problem
from kit.files import (
    Damaged,
    EmptyFile,
    Encrypted,
    Macros,
    TypeRefused,
    TypeUnknown,
    Unpackable,
    content,
)
from kit.files.content import DOCUMENTS, SPREADSHEETS, Kind
from tests.support.documents import MACRO, docx, packed, pdf, picture, xlsx

SAMPLES = {
    Kind.PDF: pdf("Nghị quyết về chuyển đổi số"),
    Kind.DOCX: docx("Tờ trình về việc bổ nhiệm", "Kính gửi: Ủy ban nhân dân tỉnh"),
    Kind.XLSX: xlsx([("Mã", "Giá trị"), ("CS-01", 12.5)]),
    Kind.TEXT: "Mã;Giá trị\r\nCS-01;12,5\r\n".encode(),
    Kind.PNG: picture("PNG"),
    Kind.JPEG: picture("JPEG"),
}
WHOLE = [*SAMPLES.values()]


def checked(data: bytes, accepted: tuple[Kind, ...] = tuple(Kind)) -> Kind:
    file = io.BytesIO(data)
    try:
        return content.checked(file, accepted)
    finally:
        assert file.tell() == 0


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_known_by_its_content(kind: Kind) -> None:
    assert checked(SAMPLES[kind]) is kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_text_is_text_in_any_encoding(encoding: str) -> None:
    assert checked("Hòa Bình;12".encode(encoding)) is Kind.TEXT


@pytest.mark.parametrize(
    ("data", "came"),
    [
        (SAMPLES[Kind.PNG], "PNG"),
        (b"MZ\x90\x00" + bytes(200), "EXE"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "HTML"),
        (b'\xef\xbb\xbf <?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "XML"),
        (b"\0\0\0\x18ftypmp42" + bytes(50), "MP4, HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Word 97–2003 (.doc), Excel 97–2003 (.xls)"),
        (packed({"a.txt": b"a"}), "ZIP"),
        (docx(main="application/vnd.openxmlformats-officedocument.presentationml.main+xml"), "PowerPoint (.pptx)"),
    ],
)
def test_another_type_is_named_with_what_is_accepted(data: bytes, came: str) -> None:
    with pytest.raises(TypeRefused) as refused:
        checked(data, SPREADSHEETS)
    assert refused.value.params == {"came": came, "accepted": "Excel (.xlsx), CSV, TXT"}


def test_what_nobody_knows_is_said_to_be_unknown() -> None:
    with pytest.raises(TypeUnknown) as refused:
        checked(b"\x01\x02\x03\x00" * 50, (Kind.PDF, Kind.DOCX))
    assert refused.value.params == {"accepted": "PDF, Word (.docx)"}


def test_nothing_is_an_empty_file() -> None:
    with pytest.raises(EmptyFile):
        checked(b"")


@pytest.mark.parametrize("kind", [Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.PNG, Kind.JPEG])
def test_a_file_that_was_cut_off_is_damaged(kind: Kind) -> None:
    with pytest.raises(Damaged):
        checked(SAMPLES[kind][: len(SAMPLES[kind]) // 2])


def test_an_office_file_behind_a_password_is_said_to_be_so() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    with pytest.raises(Encrypted):
        checked(data)


@pytest.mark.parametrize(
    "data",
    [docx("a", main=MACRO), docx("a", more={"word/vbaProject.bin": b"x"}), docx("a", more={"x/VBAPROJECT.BIN": b""})],
)
def test_macros_are_refused(data: bytes) -> None:
    with pytest.raises(Macros):
        checked(data)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:/a.xml", "word/..", "word/a.zip", "word/a.exe", "word/a.JAR"]
)
def test_parts_that_may_not_be_there_are_refused(name: str) -> None:
    with pytest.raises(Unpackable):
        checked(docx("a", more={name: b"x"}))


@pytest.mark.parametrize(
    "data",
    [
        docx("a", more={"word/media/zeros.xml": bytes(64 << 20)}),
        docx("a", more={f"word/{number}.xml": b"" for number in range(6000)}),
        docx("a", more={f"word/{number}/{'x' * 900}.xml": b"" for number in range(1200)}),
    ],
    ids=["ratio", "parts", "list"],
)
def test_bombs_are_refused_before_they_are_unpacked(data: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Unpackable):
            checked(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


def test_a_total_that_is_too_large_is_refused() -> None:
    block = bytes(range(256)) * 4096
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.xml", block)
    entry = struct.pack("<I", len(block))
    huge = struct.pack("<I", 100 << 20)
    lying = out.getvalue().replace(entry * 2, entry + huge)
    with pytest.raises(Unpackable):
        checked(lying)


def test_a_part_that_says_it_is_small_is_measured() -> None:
    """Readers that do not count would write all of it."""
    honest = docx("a", more={"word/media/zeros.xml": bytes(8 << 20)})
    small = honest.replace(struct.pack("<I", 8 << 20), struct.pack("<I", 1000))
    small = small.replace(struct.pack("<I", zlib.crc32(bytes(8 << 20))), struct.pack("<I", zlib.crc32(bytes(1000))))
    with pytest.raises(Unpackable):
        checked(small)


def test_entities_are_not_read() -> None:
    laughs = b'<!DOCTYPE t [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Types>&b;</Types>'
    with pytest.raises(Damaged):
        checked(packed({"[Content_Types].xml": laughs, "word/document.xml": b"<a/>"}))


def test_what_a_file_field_offers() -> None:
    assert content.accept(DOCUMENTS) == ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"


JUDGEMENTS = {kind.value for kind in Kind} | {
    "empty-file",
    "file-type-refused",
    "file-type-unknown",
    "file-damaged",
    "file-encrypted",
    "file-unpackable",
    "file-with-macros",
}


def judgement(data: bytes) -> str:
    """Whatever comes: a kind, or a problem with words."""
    try:
        return checked(data).value
    except Problem as problem:
        return problem.code


@given(st.binary(max_size=2000))
def test_any_bytes_are_judged(data: bytes) -> None:
    assert judgement(data) in JUDGEMENTS


@given(st.sampled_from(WHOLE), st.binary(max_size=300))
def test_any_bytes_that_begin_rightly_are_judged(sample: bytes, rest: bytes) -> None:
    assert judgement(sample[:8] + rest) in JUDGEMENTS


@given(st.sampled_from(WHOLE), st.data())
def test_cut_files_are_judged(sample: bytes, data: st.DataObject) -> None:
    assert judgement(sample[: data.draw(st.integers(0, len(sample)))]) in JUDGEMENTS


@given(st.sampled_from(WHOLE), st.data())
def test_mangled_files_are_judged(sample: bytes, data: st.DataObject) -> None:
    mangled = bytearray(sample)
    places = st.integers(0, len(sample) - 1) | st.integers(max(len(sample) - 400, 0), len(sample) - 1)
    for _ in range(data.draw(st.integers(1, 8))):
        mangled[data.draw(places)] = data.draw(st.integers(0, 255))
    assert judgement(bytes(mangled)) in JUDGEMENTS

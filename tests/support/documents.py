"""Files as offices make them, and as somebody with bad intentions might."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
SYSTEM = b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
IDENTIFIER = b"0123456789abcdef"


def docx(*paragraphs: str, main: str = WORD, more: Mapping[str, bytes] | None = None) -> bytes:
    text = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    return packed(
        {
            "[Content_Types].xml": types(main),
            "word/document.xml": f'<w:document xmlns:w="{NAMESPACE}"><w:body>{text}</w:body></w:document>'.encode(),
            **(more or {}),
        }
    )


def types(main: str) -> bytes:
    override = f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{override}</Types>'.encode()


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(rows: Sequence[Sequence[str | float]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def picture(form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#0b5394").save(out, form)
    return out.getvalue()


def pdf(*pages: str, password: bytes | None = None) -> bytes:
    """A page a text. `password`: what is asked when it is opened; empty: it opens, but is encrypted."""
    letters = sorted(set("".join(pages)))
    objects = [b"", b"", *_font(letters)]
    for text in pages:
        content = f"BT /F1 12 Tf 72 720 Td <{_hex(text, letters)}> Tj ET".encode()
        objects.append(_stream(content))
        objects.append(b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>" % len(objects))
    kids = b" ".join(b"%d 0 R" % (8 + 2 * number) for number in range(len(pages)))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%b]/Count %d/MediaBox[0 0 595 842]>>" % (kids, len(pages))
    return _file(objects, b"" if password is None else _encryption(password), password)


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """Of objects as they are; the first is the catalogue."""
    return _file(objects, b"", None)


def _font(letters: Sequence[str]) -> list[bytes]:
    """Not embedded: what its codes mean is told by its table."""
    rows = "\n".join(f"<{code:04x}> <{ord(letter):04x}>" for code, letter in enumerate(letters))
    table = f"begincmap\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{len(letters)} beginbfchar\n{rows}\n"
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/Arial/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Arial/FontDescriptor 6 0 R/CIDSystemInfo%b>>" % SYSTEM,
        _stream(f"{table}endbfchar\nendcmap".encode()),
        b"<</Type/FontDescriptor/FontName/Arial/Flags 4/FontBBox[0 0 9 9]/ItalicAngle 0/Ascent 9/Descent 0/StemV 9>>",
    ]


def _hex(text: str, letters: Sequence[str]) -> str:
    return "".join(f"{letters.index(letter):04x}" for letter in text)


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)


def _file(objects: Sequence[bytes], encryption: bytes, password: bytes | None) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, _locked(content, number, password))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size %d/Root 1 0 R%b>>" % (len(objects) + 1, encryption)
    xref = b"xref\n0 %d\n0000000000 65535 f \n%b%b\n" % (len(objects) + 1, table, trailer)
    return b"%b%bstartxref\n%d\n%%%%EOF\n" % (out, xref, len(out))


def _encryption(password: bytes) -> bytes:
    """The standard security handler, revision 2: 40 bits."""
    owner = _rc4(hashlib.md5(_padded(b"owner"), usedforsecurity=False).digest()[:5], _padded(password))
    user = _rc4(_key(password), PADDING)
    values = owner.hex().encode(), user.hex().encode()
    return b"/ID[<%b><%b>]" % ((IDENTIFIER.hex().encode(),) * 2) + (
        b"/Encrypt<</Filter/Standard/V 1/R 2/O<%b>/U<%b>/P -4>>" % values
    )


def _key(password: bytes) -> bytes:
    owner = _rc4(hashlib.md5(_padded(b"owner"), usedforsecurity=False).digest()[:5], _padded(password))
    given = _padded(password) + owner + struct.pack("<i", -4) + IDENTIFIER
    return hashlib.md5(given, usedforsecurity=False).digest()[:5]


def _locked(content: bytes, number: int, password: bytes | None) -> bytes:
    if password is None or b"stream\n" not in content:
        return content
    head, body = content.split(b"stream\n", 1)
    body = body.removesuffix(b"\nendstream")
    key = hashlib.md5(_key(password) + struct.pack("<I", number)[:3] + b"\0\0", usedforsecurity=False).digest()[:10]
    return b"%bstream\n%b\nendstream" % (head, _rc4(key, body))


def _padded(password: bytes) -> bytes:
    return (password + PADDING)[:32]


def _rc4(key: bytes, content: bytes) -> bytes:
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)

import unicodedata

# NFKD leaves these whole. Eth is what old typefaces and code pages put where Đ belongs.
_STROKES = str.maketrans({"đ": "d", "ð": "d"})


def fold(text: str) -> str:
    """What a search compares: lower case, no marks, đ as d, single spaces: "Đặng  Thị" -> "dang thi"."""
    plain = text if text.isascii() else text.translate(_COMPOSED)
    return " ".join((plain.lower() if plain.isascii() else _bare(text)).split())


def _bare(text: str) -> str:
    # Casefolding brings new composed letters and decomposing new capitals, so each is done twice.
    folded = _decomposed(_decomposed(text).casefold()).casefold()
    bare = "".join(char for char in _decomposed(folded) if not unicodedata.combining(char))
    return bare.translate(_STROKES)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


_VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_COMPOSED = str.maketrans({char: _bare(char) for char in _VIETNAMESE + _VIETNAMESE.upper()})
"""Nearly all texts hold no other letters beside ASCII: these are read off, which costs a third."""

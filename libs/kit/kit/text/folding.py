import unicodedata

# NFKD leaves these whole. Eth is what old typefaces and code pages put where Đ belongs.
_STROKES = str.maketrans({"đ": "d", "ð": "d"})


def fold(text: str) -> str:
    """What a search compares: lower case, no marks, đ as d, single spaces: "Đặng  Thị" -> "dang thi"."""
    # Casefolding brings new composed letters and decomposing new capitals, so each is done twice.
    folded = _decomposed(_decomposed(text).casefold()).casefold()
    bare = "".join(char for char in _decomposed(folded) if not unicodedata.combining(char))
    return " ".join(bare.translate(_STROKES).split())


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)

"""What is asked, without the formulas that say only that it is a question."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant_staff.retrieval.syllable import bared, pair, split
from kit.text import fold, nfc

MOST_LETTERS, MOST_SYLLABLES = 4000, 200
_FORMULA = re.compile(
    r"[,.\s]*(?:là\s+|khẳng\s+định\s+|này\s+)*đúng\s+hay\s+sai"
    r"|(?:phương\s+án|điều|đáp\s+án|trường\s+hợp|hành\s+vi|nội\s+dung|phát\s+biểu|khẳng\s+định)\s+nào"
    r"\s+(?:sau|dưới)\s+đây"
    r"|cả\s+(?:\d|hai|ba|bốn)?\s*(?:đáp\s+án|phương\s+án)?[ abcd,và]*\s+đều\s+(?:đúng|sai)"
    r"|^\s*(?:xin\s+)?(?:cho\s+(?:tôi\s+|mình\s+|em\s+)?(?:biết|hỏi)|hãy\s+(?:cho\s+biết|nêu|tìm))[\s,:]*",
    re.IGNORECASE,
)
"""As they stand in tests of knowledge, which officials ask with their options, and in polite questions."""


@dataclass(frozen=True)
class Question:
    syllables: tuple[str, ...]
    written: bool
    """With diacritics; where there are none, syllables are compared without them."""

    @classmethod
    def of(cls, text: str) -> "Question":
        asked = nfc(text[:MOST_LETTERS])
        syllables = split(_FORMULA.sub(" ", asked)) or split(asked)
        return cls(tuple(syllables[:MOST_SYLLABLES]), fold(asked) != " ".join(asked.casefold().split()))

    @cached_property
    def bare(self) -> list[str]:
        return [bared(syllable) for syllable in self.syllables]

    @cached_property
    def terms(self) -> list[str]:
        """For BM25, each once."""
        pairs = [pair(one, two) for one, two in pairwise(self.bare)]
        return list(dict.fromkeys([*self.bare, *pairs]))

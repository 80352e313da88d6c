"""What is asked, without the formulas that say only that it is a question."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant_staff.retrieval.syllable import bared, pair, split
from kit.text import fold, nfc

MOST_LETTERS, MOST_SYLLABLES = 4000, 200
_FORMULA = re.compile(
    r"[,. ]{0,4}(?:(?:là|khẳng định|này) ){0,3}đúng hay sai"
    r"|(?:phương án|điều|đáp án|trường hợp|hành vi|nội dung|phát biểu|khẳng định) nào (?:sau|dưới) đây"
    r"|cả (?:\d |hai |ba |bốn )?(?:đáp án |phương án )?[abcdvà, ]{0,20} đều (?:đúng|sai)"
    r"|^(?:xin )?(?:cho (?:tôi |mình |em )?(?:biết|hỏi)|hãy (?:cho biết|nêu|tìm))[ ,:]{0,4}",
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
        asked = " ".join(nfc(text[:MOST_LETTERS]).split())
        syllables = split(_FORMULA.sub(" ", asked)) or split(asked)
        return cls(tuple(syllables[:MOST_SYLLABLES]), fold(asked) != asked.casefold())

    @cached_property
    def bare(self) -> list[str]:
        return [bared(syllable) for syllable in self.syllables]

    @cached_property
    def terms(self) -> list[str]:
        """For BM25, each once."""
        pairs = [pair(one, two) for one, two in pairwise(self.bare)]
        return list(dict.fromkeys([*self.bare, *pairs]))

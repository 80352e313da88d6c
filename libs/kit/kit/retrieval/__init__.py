"""Finding texts by words: BM25 over syllables and pairs of neighbours, as written and without diacritics.

    index = Index()
    index.put([("1.001", "Đăng ký khai sinh"), ("1.002", "Đăng ký kết hôn")])
    index.search("dang ky ket hon", 3)         # [Hit(key="1.002", score=…), …]
    Index.load(index.save())

Needs numpy and scipy; nothing else of kit imports it.
"""

from kit.retrieval.index import Hit, Index
from kit.retrieval.terms import letters, words

__all__ = ["Hit", "Index", "letters", "words"]

"""BM25 against its formula written plainly, whatever was put, replaced and removed before."""

import io
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.retrieval import Hit, Index, letters, words

WORDS = ["đăng", "ký", "khai", "sinh", "kết", "hôn", "Đất", "12", "y", "tế", ",", "lại"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
ACTS = st.lists(st.tuples(st.sampled_from("abcdef"), st.none() | TEXTS), max_size=25)


def plain(texts: dict[str, str], asked: str, k: float = 1.2, b: float = 0.75) -> dict[str, float]:
    counted = {key: Counter(words(text)) for key, text in texts.items()}
    middle = max(sum(one.total() for one in counted.values()) / len(counted), 1)
    scores = dict.fromkeys(texts, 0.0)
    for term in set(words(asked)):
        standing = sum(term in one for one in counted.values())
        rarity = math.log(1 + (len(texts) - standing + 0.5) / (standing + 0.5))
        for key, one in counted.items():
            slow = k * (1 - b + b * one.total() / middle)
            scores[key] += rarity * one[term] * (k + 1) / (one[term] + slow) if one[term] else 0
    return scores


@settings(deadline=None)
@given(ACTS, TEXTS)
def test_it_scores_what_is_left_as_the_formula_says(acts: list[tuple[str, str | None]], asked: str) -> None:
    index, left = Index(), dict[str, str]()
    for key, text in acts:
        if text is None:
            index.remove([key])
            left.pop(key, None)
        else:
            index.put([(key, text)])
            left.pop(key, None)
            left[key] = text
    assert len(index) == len(left)
    assert index.keys == list(left)
    expected = list(plain(left, asked).values()) if left else []
    assert index.scores(asked) == pytest.approx(expected, rel=1e-4, abs=1e-5)


@settings(deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1), TEXTS, max_size=12), TEXTS)
def test_put_at_once_one_by_one_or_read_back_is_the_same(texts: dict[str, str], asked: str) -> None:
    once, slowly = Index(), Index()
    once.put(texts.items())
    for one in texts.items():
        slowly.put([one])
    assert once.search(asked, 5) == slowly.search(asked, 5) == Index.load(slowly.save()).search(asked, 5)


@settings(deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1), TEXTS, max_size=12), TEXTS, st.integers(0, 15))
def test_the_best_come_first_and_equal_ones_by_key(texts: dict[str, str], asked: str, count: int) -> None:
    index = Index()
    index.put(texts.items())
    found = index.search(asked, count)
    scored = [
        (-score, key) for key, score in zip(index.keys, map(float, index.scores(asked)), strict=True) if score > 0
    ]
    assert [(-hit.score, hit.key) for hit in found] == sorted(scored)[:count]


def test_rare_and_common_words_of_many_texts_score_as_the_formula_says_before_and_after_a_change() -> None:
    texts = {f"{at:02}": f"đăng ký {WORDS[at % 9]} {'lại ' * (at % 3)}" for at in range(40)} | {"one": "kết hôn y tế"}
    asked, index = "đăng ký kết hôn lại 12 khai", Index()
    index.put(texts.items())
    for _ in range(2):  # what was worked out once is taken again
        assert index.scores(asked) == pytest.approx(list(plain(texts, asked).values()), rel=1e-4, abs=1e-5)
    changed = index.copy()
    changed.put([("other", "kết hôn 12 12")])
    changed.remove(["00"])
    left = {key: text for key, text in (texts | {"other": "kết hôn 12 12"}).items() if key != "00"}
    assert changed.scores(asked) == pytest.approx(list(plain(left, asked).values()), rel=1e-4, abs=1e-5)
    assert index.scores(asked) == pytest.approx(list(plain(texts, asked).values()), rel=1e-4, abs=1e-5)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_put_and_asked(text: str) -> None:
    index = Index()
    index.put([("one", text), ("two", "đăng ký")])
    index.search(text)
    if any(True for _ in words(text)):
        assert index.search(text, 2)[0].score > 0


def test_it_is_found_with_and_without_diacritics_and_with_them_the_right_one() -> None:
    index = Index()
    index.put([("tax", "thuế đất"), ("rent", "thuê đất"), ("birth", "đăng ký khai sinh")])
    assert [hit.key for hit in index.search("dang ky khai sinh")] == ["birth"]
    assert index.search("thuê đất")[0].key == "rent"
    assert index.search("thuế đất")[0].key == "tax"
    assert index.search("ĐĂNG KÝ Khai sinh", 1)[0].key == "birth"


def test_only_those_that_are_possible() -> None:
    index = Index()
    index.put([("a", "khai sinh"), ("b", "khai sinh lại"), ("c", "khai tử")])
    assert [hit.key for hit in index.search("khai sinh", 5, among={"b", "c", "gone"})] == ["b", "c"]
    assert index.search("khai sinh", 5, among=()) == []


def test_terms_can_be_given_weights_and_tell_how_rare_they_are() -> None:
    index = Index()
    index.put([("a", "khai sinh"), ("b", "khai tử"), ("c", "khai tử lại")])
    assert index.search({"~sinh": 0.1, "~lai": 1.0}, 1)[0].key == "c"
    rare = index.rarity("khai sinh nào")
    assert rare["~sinh"] > rare["~khai"] > 0
    assert rare["~nao"] == 0


def test_letters_find_what_was_mistyped() -> None:
    index = Index(letters)
    index.put([("birth", "đăng ký khai sinh"), ("death", "đăng ký khai tử")])
    assert index.search("khaisinhh", 1)[0].key == "birth"
    assert list(letters("Ký")) == [" ky", "ky "]


def test_it_is_bounded() -> None:
    index = Index(most=2)
    index.put([("a", "một"), ("b", "hai"), ("a", "ba")])
    with pytest.raises(ValueError, match="more than 2"):
        index.put([("c", "bốn")])
    index.put([("a", "bốn " * 200_000)])
    assert index.search("bốn " * 200_000) == [Hit("a", index.search("bốn bốn")[0].score)]


def test_what_is_not_a_saved_index_is_refused() -> None:
    other = io.BytesIO()
    np.savez(other, facts=np.array([1]))
    for data in (b"", b"PK\x03\x04", other.getvalue(), b"x" * 1000):
        with pytest.raises(ValueError, match=r".+"):
            Index.load(data)
    index = Index(saturation=2.0, length=0.5)
    assert len(Index.load(index.save())) == 0
    assert Index.load(index.save()).saturation == 2.0

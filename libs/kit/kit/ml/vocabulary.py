"""The words of a fitted estimator, written as one array: skops makes a node of every entry of a dict, and reading
thirty thousand of them takes a second and 150 MiB, most of which the allocator keeps."""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import Pipeline

KEPT = "vocabulary_"


def packed(fitted: Any) -> Any:
    """A copy to be written; what was given stays as it was."""
    return _turned(fitted, _array)


def unpacked(fitted: Any) -> Any:
    """What was packed; versions written before vocabularies were packed pass through."""
    return _turned(fitted, _dict)


def _turned(fitted: Any, turn: Callable[[Any], Any]) -> Any:
    if isinstance(fitted, Pipeline):
        turned = copy(fitted)
        turned.steps = [(name, _turned(step, turn)) for name, step in fitted.steps]
        return turned
    if isinstance(fitted, CountVectorizer) and hasattr(fitted, KEPT):
        turned = copy(fitted)
        setattr(turned, KEPT, turn(getattr(fitted, KEPT)))
        return turned
    return fitted


def _array(places: Mapping[str, int]) -> Any:
    """Words by their column, where their order says all; NumPy drops the NUL at a word's end."""
    words = sorted(places, key=places.__getitem__)
    plain = all(places[word] == place for place, word in enumerate(words)) and not any("\0" in word for word in words)
    return np.array(words, dtype=np.str_) if plain else places


def _dict(words: Any) -> Any:
    return dict(zip(words.tolist(), range(len(words)), strict=True)) if isinstance(words, np.ndarray) else words

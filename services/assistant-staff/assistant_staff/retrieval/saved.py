"""An index as bytes: arrays of numpy in one archive beside the words of `kit.retrieval`, never pickle. Bytes of another
form are refused; the index is then made anew from the passages."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import orjson

from assistant_staff.retrieval.cover import Kept, Places
from assistant_staff.retrieval.syllable import BREAK, Numbers

VERSION = 1
NAMES = {"version", "words", "syllables", "ids", "paths", "of_path", "tokens", "lengths", "standing"}


class Content(NamedTuple):
    words: bytes
    syllables: Sequence[str]
    kept: Mapping[str, Kept]
    standing: Places
    """In how many passages each syllable stands."""


def write(content: Content) -> bytes:
    paths = {one.path: 0 for one in content.kept.values()}
    place = {path: at for at, path in enumerate(paths)}
    tokens = [one.tokens for one in content.kept.values()]
    written = io.BytesIO()
    np.savez(
        written,
        version=np.array(VERSION),
        words=np.frombuffer(content.words, np.uint8),
        syllables=_bytes(list(content.syllables)),
        ids=_bytes(list(content.kept)),
        paths=_bytes(list(paths)),
        of_path=np.array([place[one.path] for one in content.kept.values()], np.int32),
        tokens=np.concatenate(tokens) if tokens else np.zeros(0, np.int32),
        lengths=np.array([len(one) for one in tokens], np.int64),
        standing=content.standing,
    )
    return written.getvalue()


def read(data: bytes) -> Content:
    """ValueError for what `write` did not write."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as packed:
            if set(packed.files) != NAMES or int(packed["version"]) != VERSION:
                raise ValueError("form")
            found = {name: packed[name] for name in NAMES}
        syllables, ids, paths = (orjson.loads(found[name].tobytes()) for name in ("syllables", "ids", "paths"))
        _check(found["tokens"], found["lengths"], min(len(syllables), len(found["standing"])))
        ends = np.cumsum(found["lengths"]).tolist()
        parts = [found["tokens"][begin:end] for begin, end in pairwise([0, *ends])]
        names = [paths[at] for at in found["of_path"]]
        kept = {one: Kept(*row) for one, row in zip(ids, zip(parts, names, strict=True), strict=True)}
    except (OSError, KeyError, IndexError, TypeError, AttributeError, zipfile.BadZipFile, EOFError) as error:
        raise ValueError("not a saved index of passages") from error
    return Content(found["words"].tobytes(), syllables, kept, found["standing"])


def _check(tokens: Numbers, lengths: Numbers, known: int) -> None:
    """Every passage ends with a break, and every number is a syllable's."""
    ends = np.cumsum(lengths)
    whole = int(ends[-1]) if len(ends) else 0
    if whole != len(tokens) or (lengths < 1).any() or (tokens[ends - 1] != BREAK).any():
        raise ValueError("form")
    if len(tokens) and not 0 <= tokens.min() <= tokens.max() < known:
        raise ValueError("form")


def _bytes(value: object) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer(orjson.dumps(value), np.uint8)

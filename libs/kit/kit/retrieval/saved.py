"""An index as bytes: arrays of numpy in one archive, never pickle; terms and keys as lines of JSON."""

import io
import zipfile

import numpy as np
import orjson
from scipy.sparse import csr_array

from kit.retrieval.counts import Counts, State, Vocabulary

VERSION = 1
NAMES = {"facts", "data", "indices", "indptr", "lengths", "keys", "terms"}


def write(state: State, vocabulary: Vocabulary, saturation: float, length: float) -> bytes:
    """`state` in one part or empty."""
    terms = list(vocabulary.places)
    part = state.parts[0] if state.parts else Counts.of([], vocabulary)
    facts = {"version": VERSION, "saturation": saturation, "length": length}
    written = io.BytesIO()
    np.savez(  # packing would make half of it, and take ten times as long
        written,
        facts=_bytes(facts),
        data=part.table.data,
        indices=part.table.indices,
        indptr=part.table.indptr,
        lengths=part.lengths,
        keys=_bytes(state.keys),
        terms=_bytes(terms),
    )
    return written.getvalue()


def read(data: bytes) -> tuple[State, Vocabulary, float, float]:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as packed:
            if set(packed.files) != NAMES:
                raise ValueError("form")
            arrays = {name: packed[name] for name in NAMES}
        facts, keys, terms = (orjson.loads(arrays[name].tobytes()) for name in ("facts", "keys", "terms"))
        if facts["version"] != VERSION or len(arrays["lengths"]) != len(keys):
            raise ValueError("form")
        shape = (len(arrays["indptr"]) - 1, len(keys))
        table = csr_array((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape)
        table.check_format(full_check=True)
    except (OSError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, EOFError) as error:
        raise ValueError("not a saved index") from error
    parts = (Counts(table, arrays["lengths"]),) if keys else ()
    state = State(keys, {key: at for at, key in enumerate(keys)}, np.ones(len(keys), bool), parts)
    return state, Vocabulary(terms), float(facts["saturation"]), float(facts["length"])


def _bytes(value: object) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer(orjson.dumps(value), np.uint8)

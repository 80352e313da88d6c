"""A fitted estimator as bytes: skops, never pickle. Read back only if it is what was written and holds nothing but
types that its model names."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from threading import Lock
from typing import Any

import orjson
from skops.io import dumps, get_untrusted_types, loads

from kit.ml.errors import ArtifactRefused
from kit.ml.model import Model
from kit.ml.vocabulary import packed, unpacked

MOST_BYTES = 32 << 20
MOST_UNPACKED = 256 << 20
SCHEMA = "schema.json"
PLAIN = frozenset(
    {
        f"builtins.{name}"
        for name in ("bool", "dict", "float", "int", "list", "NoneType", "set", "str", "tuple", "slice")
    }
    | {f"numpy.{name}" for name in ("ndarray", "bool", "dtype", "int32", "int64", "float32", "float64", "str_")}
    | {"scipy.sparse._csr.csr_matrix", "scipy.sparse._csr.csr_array"}
)
_alone = Lock()
"""NumPy reads heads of arrays with ast.literal_eval, which Python 3.11 breaks off with SystemError ("recursion depth
mismatch") where two threads are in it."""


def write(model: Model, fitted: Any) -> bytes:
    """Refused at once if it could not be read back."""
    data: bytes = dumps(packed(fitted), compression=zipfile.ZIP_DEFLATED)
    _check(model, data)
    return data


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read(model: Model, data: bytes, expected: str) -> Any:
    """`expected` is the digest that was written down with it."""
    if digest(data) != expected:
        raise ArtifactRefused(reason="digest")
    _check(model, data)
    with _alone:
        return unpacked(loads(data, trusted=sorted(model.trusted)))


def _check(model: Model, data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise ArtifactRefused(reason="size")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
                raise ArtifactRefused(reason="size")
            named = set(_types(orjson.loads(archive.read(SCHEMA))))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ArtifactRefused(reason="form") from error
    if strange := (named - PLAIN - set(model.trusted)) | (set(get_untrusted_types(data=data)) - set(model.trusted)):
        raise ArtifactRefused(reason="types", types=", ".join(sorted(strange)[:5]))


def _types(node: Any) -> Iterator[str]:
    """Every type, function or method that a skops schema names, at any depth."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "__class__" in one and "__module__" in one:
                yield f"{one['__module__']}.{one['__class__']}"
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)

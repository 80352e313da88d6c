"""Checks an exported chain without the database it came from, and names the first record that is broken.

What it proves: no record was changed, removed, inserted or moved since it was sealed, each signed checkpoint is that
of the records before it, and the end is signed. Payloads may be missing only where a later erasure record lists them.
"""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from kit.chain.entry import EPOCH, GENESIS, digest_of, hash_of, refuse_line_breaks
from kit.chain.signing import is_signed, key_id_of

ERASURE = "erasure"
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, binascii.Error)


@dataclass(frozen=True, order=True)
class Break:
    """`record` is its id, empty where there is none to name."""

    seq: int
    reason: str
    record: str = ""


@dataclass
class Verdict:
    chain: str = ""
    after: int = 0
    """Records up to this one were not looked at: the export begins behind the checkpoint that signs them."""
    records: int = 0
    erased: int = 0
    checkpoints: int = 0
    tip: str = ""
    keys: list[str] = field(default_factory=list)
    pinned: bool = False
    """Whether signatures were checked with a key given from outside, not the one the export itself brings."""
    first_break: Break | None = None

    @property
    def sound(self) -> bool:
        return self.first_break is None


class Verifier:
    """Feed it the lines in order, then ask for the verdict."""

    def __init__(self, *, pinned: Iterable[bytes] = (), known: Iterable[bytes] = ()) -> None:
        """`pinned`: public keys known from elsewhere, more than one after the key was changed; without any, those that
        the export brings. `known`: checkpoint lines kept from before; the chain must still pass through each."""
        self._keys = {key_id_of(public): public for public in pinned}
        self.verdict = Verdict(pinned=bool(self._keys))
        self._prev, self._seq = GENESIS, 0
        self._hashes: dict[int, str] = {}
        self._missing: dict[str, int] = {}
        self._last_signed = 0
        self._ended = self._begun = False
        self._known = [orjson.loads(line) for line in known if line.strip()]
        self._wanted = {int(one["seq"]) for one in self._known}
        self._readers: dict[str, Callable[..., None]] = {
            "chain": self._chain,
            "record": self._record,
            "checkpoint": self._checkpoint,
            "end": self._end,
        }

    def feed(self, line: bytes) -> None:
        try:
            document = orjson.loads(line)
            self._readers[document.pop("type")](**document)
        except UNREADABLE:
            self._break(self._seq + 1, "line cannot be read")

    def finish(self) -> Verdict:
        for record, seq in self._missing.items():
            self._break(seq, "payload is missing and no erasure names it", record)
        if not self._ended:
            self._break(self._seq + 1, "the export has no end: it was cut short")
        for one in self._known:
            self._check_known(one)
        if self.verdict.first_break is None and self._last_signed != self._seq:
            self._break(self._last_signed + 1, "no signed checkpoint covers the records from here on")
        self.verdict.records, self.verdict.tip = self._count, self._prev.hex()
        return self.verdict

    @property
    def _count(self) -> int:
        return self._seq - self.verdict.after

    def _chain(
        self, *, version: int, chain: str, keys: Mapping[str, str], start: Mapping[str, Any] | None = None
    ) -> None:
        if self._begun or version != 1:
            raise ValueError("a second header")
        self._begun = True
        self.verdict.chain = chain
        if not self._keys:
            given = {name: base64.b64decode(key, validate=True) for name, key in keys.items()}
            self._keys = {name: key for name, key in given.items() if key_id_of(key) == name}
        self.verdict.keys = sorted(self._keys)
        if start is not None:
            self._seq = self.verdict.after = int(start["seq"])
            self._prev = bytes.fromhex(start["hash"])
            self._checkpoint(**start)
            self.verdict.checkpoints = 0

    def _record(
        self,
        *,
        seq: int,
        id: str,  # noqa: A002 - the names of the export
        prev: str,
        hash: str,  # noqa: A002
        digest: str,
        payload: Mapping[str, Any] | None,
    ) -> None:
        expected = self._seq + 1
        if seq != expected:
            reason = "records are missing before this one" if seq > expected else "record is out of order"
            self._break(expected, reason, id)
        given = bytes.fromhex(digest)
        if payload is None:
            self._missing[id] = seq
        elif digest_of(bytes.fromhex(payload["salt"]), *_said(payload)) != given:
            self._break(seq, "payload differs from what was sealed", id)
        elif payload["kind"] == ERASURE:
            self._excuse(orjson.loads(payload["body"])["records"])
        if bytes.fromhex(prev) != self._prev:
            self._break(seq, "record does not follow the one before it", id)
        made = hash_of(seq, UUID(id), bytes.fromhex(prev), given)
        if made.hex() != hash:
            self._break(seq, "record differs from what was sealed", id)
        self._seq, self._prev = seq, bytes.fromhex(hash)
        self._hashes = {known: of for known, of in self._hashes.items() if known in self._wanted}
        self._hashes[seq] = hash

    def _checkpoint(self, *, seq: int, hash: str, at: int, key: str, signature: str) -> None:  # noqa: A002
        self.verdict.checkpoints += 1
        public = self._keys.get(key)
        sign = base64.b64decode(signature, validate=True)
        genuine = public is not None and is_signed(
            public, sign, chain=self.verdict.chain, seq=seq, tip=bytes.fromhex(hash), at=_moment(at)
        )
        if not genuine:
            self._break(seq, "checkpoint is not signed with a known key")
        elif seq != self._seq:
            self._break(min(seq, self._seq) + 1, f"records up to {seq} were signed and are missing")
        elif hash != self._prev.hex() and self.verdict.sound:  # a broken record is named rather than its checkpoint
            self._break(self._last_signed + 1, "the records from here on are not those that were signed")
        else:
            self._last_signed = seq

    def _end(self, *, records: int, checkpoints: int) -> None:
        self._ended = True
        if records != self._count or checkpoints != self.verdict.checkpoints:
            self._break(self._seq + 1, "the export holds another number of lines than it says")

    def _excuse(self, records: Iterable[str]) -> None:
        """An erasure comes after what it erases."""
        for record in records:
            if self._missing.pop(record, None) is not None:
                self.verdict.erased += 1

    def _check_known(self, one: Mapping[str, Any]) -> None:
        seq = int(one["seq"])
        if seq <= self.verdict.after:
            return
        if seq > self._seq:
            self._break(self._seq + 1, f"a checkpoint kept from before covers records up to {seq}")
        elif self._hashes.get(seq) != one["hash"]:
            self._break(seq, "the chain differs from a checkpoint kept from before")

    def _break(self, seq: int, reason: str, record: str = "") -> None:
        found = Break(seq, reason, record)
        if self.verdict.first_break is None or found < self.verdict.first_break:
            self.verdict.first_break = found


def _said(payload: Mapping[str, Any]) -> tuple[datetime, str, str, str, str, bytes]:
    names = (payload["kind"], payload["actor"], payload["object"], payload["outcome"])
    refuse_line_breaks(*names)
    return _moment(payload["at"]), *names, payload["body"].encode()


def _moment(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)


def verify(lines: Iterable[bytes], *, pinned: Iterable[bytes] = (), known: Iterable[bytes] = ()) -> Verdict:
    verifier = Verifier(pinned=pinned, known=known)
    for line in lines:
        verifier.feed(line)
    return verifier.finish()


def told(verdict: Verdict) -> str:
    """Two lines for a person."""
    counts = f"{verdict.records} records ({verdict.erased} erased by rule), {verdict.checkpoints} checkpoints"
    keys = ", ".join(verdict.keys) or "none"
    counts += f" after record {verdict.after}" if verdict.after else ""
    said = f"{verdict.chain or 'no chain'}: {counts}; key {keys}{'' if verdict.pinned else ' (from the export)'}\n"
    if (broken := verdict.first_break) is None:
        return f"{said}sound; ends in {verdict.tip}"
    return f"{said}BROKEN at record {broken.seq}{f' ({broken.record})' if broken.record else ''}: {broken.reason}"

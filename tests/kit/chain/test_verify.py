"""Any single change of an export is found, and the record it touches is named."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.chain import Entry, Signer, new_id
from kit.chain.entry import GENESIS, digest_of, hash_of, microseconds
from kit.chain.verify import verify
from tests.support.settings import settings_of

SIGNER = Signer.of(settings_of("lgsp_gateway"))
START = datetime(2026, 11, 23, tzinfo=UTC)
COUNT = 12
SIGNED = (4, COUNT)
FIELDS = ("id", "prev", "hash", "digest")
SAID = ("salt", "at", "kind", "actor", "object", "outcome", "body")


def exported(end: str = "") -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [
        {"type": "chain", "version": 1, "chain": SIGNER.chain, "keys": {SIGNER.key_id: _text(SIGNER.public)}}
    ]
    prev = GENESIS
    for seq in range(1, COUNT + 1):
        record, salt = new_id(), bytes([seq]) * 16
        said = (START + timedelta(seconds=seq), "exchange", "VN/GOV/H02.05/mot-cua", "dịch vụ", "ok")
        body = f'{{"so":{seq}}}{end}'
        digest = digest_of(salt, *said, body.encode())
        tip = hash_of(seq, record, prev, digest)
        payload = dict(zip(SAID, (salt.hex(), microseconds(said[0]), *said[1:], body), strict=True))
        place = {"seq": seq, "id": str(record), "prev": prev.hex(), "hash": tip.hex(), "digest": digest.hex()}
        lines.append({"type": "record", **place, "payload": payload})
        prev = tip
        if seq in SIGNED:
            then = START + timedelta(minutes=seq)
            signed = {"key": SIGNER.key_id, "signature": _text(SIGNER.sign(seq, tip, then))}
            lines.append({"type": "checkpoint", "seq": seq, "hash": tip.hex(), "at": microseconds(then), **signed})
    return [*lines, {"type": "end", "records": COUNT, "checkpoints": len(SIGNED)}]


def at(seq: int) -> int:
    """Where the record stands among the lines, of which the header is the first."""
    return seq + sum(seq > signed for signed in SIGNED)


def broken_at(lines: list[dict[str, Any]]) -> int | None:
    verdict = verify([orjson.dumps(line) for line in lines], pinned=[SIGNER.public])
    return verdict.first_break.seq if verdict.first_break else None


def test_a_field_that_swallows_the_next_one_is_found() -> None:
    """Of a body with a line break the digest fits another reading, in which another did something else."""
    lines = exported(end="\n")
    assert broken_at(lines) is None
    said = lines[at(7)]["payload"]
    told = [said[name] for name in ("kind", "actor", "object", "outcome")]
    moved = [f"{told[0]}\n{told[1]}", told[2], told[3], said["body"].removesuffix("\n")]
    said.update(zip(("kind", "actor", "object", "outcome"), moved, strict=True), body="")
    assert broken_at(lines) == 7


@pytest.mark.parametrize("name", ["kind", "actor", "object", "outcome"])
def test_no_record_is_made_that_could_be_read_two_ways(name: str) -> None:
    fields: dict[str, Any] = {"kind": "k", "actor": "a", "object": "o", "outcome": "ok", name: "a\nb"}
    with pytest.raises(ValueError, match="line breaks"):
        Entry(id=new_id(), at=START, body=b"{}", **fields)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_an_untouched_chain_is_sound() -> None:
    assert broken_at(exported()) is None


@given(seq=st.integers(1, COUNT), field=st.sampled_from(FIELDS), place=st.integers(0, 31))
@settings(deadline=None)
def test_a_changed_place_is_named(seq: int, field: str, place: int) -> None:
    lines = exported()
    old = lines[at(seq)][field]
    lines[at(seq)][field] = old[:place] + ("0" if old[place] != "0" else "1") + old[place + 1 :]
    if lines[at(seq)][field] != old and old[place] != "-":
        assert broken_at(lines) == seq


@given(seq=st.integers(1, COUNT), field=st.sampled_from(SAID))
@settings(deadline=None)
def test_a_changed_payload_is_named(seq: int, field: str) -> None:
    lines = exported()
    old = lines[at(seq)]["payload"][field]
    lines[at(seq)]["payload"][field] = old + 1 if field == "at" else old + "00"
    assert broken_at(lines) == seq


@given(seq=st.integers(1, COUNT))
@settings(deadline=None)
def test_a_removed_record_is_named(seq: int) -> None:
    lines = exported()
    del lines[at(seq)]
    assert broken_at(lines) == seq


@given(seq=st.integers(1, COUNT), other=st.integers(1, COUNT))
@settings(deadline=None)
def test_records_that_changed_places_are_named(seq: int, other: int) -> None:
    lines = exported()
    lines[at(seq)], lines[at(other)] = lines[at(other)], lines[at(seq)]
    assert broken_at(lines) == (None if seq == other else min(seq, other))


@given(seq=st.integers(1, COUNT), copied=st.integers(1, COUNT))
@settings(deadline=None)
def test_an_inserted_record_is_named(seq: int, copied: int) -> None:
    lines = exported()
    lines.insert(at(seq), lines[at(copied)] | {"seq": seq})
    assert broken_at(lines) in {seq, seq + 1}


@given(kept=st.integers(0, COUNT - 1))
@settings(deadline=None)
def test_a_cut_tail_is_named_by_the_checkpoint_that_covers_it(kept: int) -> None:
    lines = exported()
    lines = [line for line in lines if line["type"] != "record" or line["seq"] <= kept]
    lines[-1]["records"] = kept
    assert broken_at(lines) == kept + 1


def test_a_cut_tail_is_named_when_its_checkpoint_went_too() -> None:
    lines = exported()
    del lines[at(COUNT) + 1]
    lines[-1]["checkpoints"] = 1
    assert broken_at(lines) == 5


def test_a_checkpoint_of_another_key_is_refused() -> None:
    other = Signer.of(settings_of("lgsp_gateway", secret_key="another secret, 32 characters and more"))
    verdict = verify([orjson.dumps(line) for line in exported()], pinned=[other.public])
    assert not verdict.sound


def test_a_payload_cannot_be_left_out_without_an_erasure() -> None:
    lines = exported()
    lines[at(7)]["payload"] = None
    assert broken_at(lines) == 7


@given(name=st.sampled_from(["excuse", "break", "check_known", "__init__", "", "records"]))
def test_a_line_of_another_kind_is_refused(name: str) -> None:
    """Only what the format has is read: a made-up line must not stand in for an erasure record."""
    lines = exported()
    removed, lines[at(7)]["payload"] = lines[at(7)]["id"], None
    lines.insert(at(8), {"type": name, "records": [removed]})
    assert broken_at(lines) == 7


def test_keys_from_before_a_change_go_on_being_trusted() -> None:
    newer = Signer.of(settings_of("lgsp_gateway", secret_key="another secret, 32 characters and more"))
    lines = [orjson.dumps(line) for line in exported()]
    assert verify(lines, pinned=[newer.public, SIGNER.public]).sound


def test_a_signer_knows_the_keys_of_before() -> None:
    newer = {"secret_key": "another secret, 32 characters and more"}
    lines = [orjson.dumps(line) for line in exported()]
    old = settings_of("lgsp_gateway").secret_key
    printed = base64.b64encode(SIGNER.public).decode()
    for more in ({"secret_key_previous": [old]}, {"chain_public_keys": [printed]}):
        signer = Signer.of(settings_of("lgsp_gateway", **newer, **more))
        assert signer.public != SIGNER.public
        assert verify(lines, pinned=signer.trusted).sound


def test_a_chain_written_anew_is_not_the_one_that_was_signed() -> None:
    """Whoever owns the database can compute every digest again, but no signature."""
    lines = exported()
    prev = bytes.fromhex(lines[at(6)]["prev"])
    for seq in range(6, COUNT + 1):
        record, payload = lines[at(seq)], lines[at(seq)]["payload"]
        payload["outcome"] = "client"
        moment = START + timedelta(seconds=seq)
        said = (moment, payload["kind"], payload["actor"], payload["object"], payload["outcome"])
        digest = digest_of(bytes.fromhex(payload["salt"]), *said, payload["body"].encode())
        tip = hash_of(seq, UUID(record["id"]), prev, digest)
        record |= {"prev": prev.hex(), "digest": digest.hex(), "hash": tip.hex()}
        prev = tip
    assert broken_at(lines) == 5  # the first that the last good checkpoint does not cover

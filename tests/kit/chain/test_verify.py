"""Any single change of an export is found, and the record it touches is named."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.chain import Signer, new_id
from kit.chain.entry import GENESIS, digest_of, hash_of, microseconds
from kit.chain.verify import verify
from tests.support.settings import settings_of

SIGNER = Signer.of(settings_of("lgsp_gateway"))
START = datetime(2026, 11, 23, tzinfo=UTC)
COUNT = 12
FIELDS = ("id", "prev", "hash", "digest")
SAID = ("salt", "at", "kind", "actor", "object", "outcome", "body")


def exported() -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [
        {"type": "chain", "version": 1, "chain": SIGNER.chain, "keys": {SIGNER.key_id: _text(SIGNER.public)}}
    ]
    prev, checkpoints = GENESIS, []
    for seq in range(1, COUNT + 1):
        record, salt = new_id(), bytes([seq]) * 16
        said = (START + timedelta(seconds=seq), "exchange", "VN/GOV/H02.05/mot-cua", "dịch vụ", "ok")
        body = f'{{"so":{seq}}}'
        digest = digest_of(salt, *said, body.encode())
        tip = hash_of(seq, record, prev, digest)
        payload = dict(zip(SAID, (salt.hex(), microseconds(said[0]), *said[1:], body), strict=True))
        place = {"seq": seq, "id": str(record), "prev": prev.hex(), "hash": tip.hex(), "digest": digest.hex()}
        lines.append({"type": "record", **place, "payload": payload})
        prev = tip
        if seq in {4, COUNT}:
            at = START + timedelta(minutes=seq)
            signed = {"key": SIGNER.key_id, "signature": _text(SIGNER.sign(seq, tip, at))}
            checkpoints.append(
                {"type": "checkpoint", "seq": seq, "hash": tip.hex(), "at": microseconds(at), **signed}
            )
    return [*lines, *checkpoints, {"type": "end", "records": COUNT, "checkpoints": len(checkpoints)}]


def broken_at(lines: list[dict[str, Any]]) -> int | None:
    verdict = verify([orjson.dumps(line) for line in lines], public=SIGNER.public)
    return verdict.first_break.seq if verdict.first_break else None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_an_untouched_chain_is_sound() -> None:
    assert broken_at(exported()) is None


@given(seq=st.integers(1, COUNT), field=st.sampled_from(FIELDS), place=st.integers(0, 31))
@settings(deadline=None)
def test_a_changed_place_is_named(seq: int, field: str, place: int) -> None:
    lines = exported()
    old = lines[seq][field]
    lines[seq][field] = old[:place] + ("0" if old[place] != "0" else "1") + old[place + 1 :]
    if lines[seq][field] != old and old[place] != "-":
        assert broken_at(lines) == seq


@given(seq=st.integers(1, COUNT), field=st.sampled_from(SAID))
@settings(deadline=None)
def test_a_changed_payload_is_named(seq: int, field: str) -> None:
    lines = exported()
    old = lines[seq]["payload"][field]
    lines[seq]["payload"][field] = old + 1 if field == "at" else old + "00"
    assert broken_at(lines) == seq


@given(seq=st.integers(1, COUNT))
@settings(deadline=None)
def test_a_removed_record_is_named(seq: int) -> None:
    lines = exported()
    del lines[seq]
    assert broken_at(lines) == seq


@given(seq=st.integers(1, COUNT), other=st.integers(1, COUNT))
@settings(deadline=None)
def test_records_that_changed_places_are_named(seq: int, other: int) -> None:
    lines = exported()
    lines[seq], lines[other] = lines[other], lines[seq]
    assert broken_at(lines) == (None if seq == other else min(seq, other))


@given(seq=st.integers(1, COUNT), copied=st.integers(1, COUNT))
@settings(deadline=None)
def test_an_inserted_record_is_named(seq: int, copied: int) -> None:
    lines = exported()
    lines.insert(seq, lines[copied] | {"seq": seq})
    assert broken_at(lines) in {seq, seq + 1}


@given(kept=st.integers(0, COUNT - 1))
@settings(deadline=None)
def test_a_cut_tail_is_named_by_the_checkpoint_that_covers_it(kept: int) -> None:
    lines = exported()
    lines = [*lines[: kept + 1], *lines[COUNT + 1 :]]
    lines[-1]["records"] = kept
    assert broken_at(lines) == kept + 1


def test_a_cut_tail_is_named_when_its_checkpoint_went_too() -> None:
    lines = exported()
    del lines[COUNT + 2]
    lines[-1]["checkpoints"] = 1
    assert broken_at(lines) == 5


def test_a_checkpoint_of_another_key_is_refused() -> None:
    other = Signer.of(settings_of("lgsp_gateway", secret_key="another secret, 32 characters and more"))
    verdict = verify([orjson.dumps(line) for line in exported()], public=other.public)
    assert not verdict.sound


def test_a_payload_cannot_be_left_out_without_an_erasure() -> None:
    lines = exported()
    lines[7]["payload"] = None
    assert broken_at(lines) == 7

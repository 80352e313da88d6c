"""Blind signatures against the vectors of RFC 9474, in Python and in the browser's module."""

import json
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from meetings.vote.blind import BYTES, Key, NotBlinded, is_signed
from meetings.vote.power import Native, Portable, Power, openssl
from tests.meetings.vote.paper import Paper

HERE = Path(__file__).parent
STATIC = HERE.parents[2] / "services/meetings/meetings/static"
VECTORS = {vector["name"]: vector for vector in json.loads((HERE / "rfc9474.json").read_text())}
"""Two of appendix A, as published with their numbers by the authors' own implementations. The randomized one is what
is used here: `msg` is the message with the prefix it was given."""
RANDOMIZED = VECTORS["RSABSSA-SHA384-PSS-Randomized"]


def numbers(vector: dict[str, str]) -> dict[str, int]:
    return {name: int(vector[name], 16) for name in ("p", "q", "inv", "blinded_msg", "blind_sig", "sig")}


SCRIPT = """
import { readFileSync } from "node:fs";
const { blind, finished, hex, bytes } = await import(process.argv[1]);
const given = JSON.parse(readFileSync(0, "utf8"));
const paper = await blind(given.n, bytes(given.msg), bytes(given.salt), BigInt("0x" + given.inv));
console.log(JSON.stringify({ blinded: paper.blinded, signature: await finished(paper, given.blind_sig) }));
"""


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_the_vectors_of_the_rfc(vector: dict[str, str]) -> None:
    given = numbers(vector)
    key = Key(given["p"], given["q"])
    paper = Paper.of(key.n, bytes.fromhex(vector["msg"]), bytes.fromhex(vector["salt"]), given["inv"])
    assert paper.asked["blinded"] == vector["blinded_msg"]
    signed = key.sign(bytes.fromhex(paper.asked["blinded"]))
    assert signed.hex() == vector["blind_sig"]
    assert paper.signed(signed.hex()) == vector["sig"]
    assert is_signed(key.modulus, bytes.fromhex(vector["msg"]), bytes.fromhex(vector["sig"]))


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_the_browsers_module_gives_the_same(vector: dict[str, str], tmp_path: Path) -> None:
    n = numbers(vector)["p"] * numbers(vector)["q"]
    given = {**vector, "n": f"{n:x}"}
    (tmp_path / "run.mjs").write_text(SCRIPT.replace("process.argv[1]", json.dumps(str(STATIC / "blind.js"))))
    command = ["node", "--no-warnings", str(tmp_path / "run.mjs")]
    answer = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout) == {"blinded": vector["blinded_msg"], "signature": vector["sig"]}


def test_a_new_key_signs_and_nothing_else_is_taken_for_signed() -> None:
    key = Key.new()
    assert Key.loaded(key.kept()) == key
    paper = Paper.new(key.modulus.hex())
    signature = bytes.fromhex(paper.signed(key.sign(bytes.fromhex(paper.asked["blinded"])).hex()))
    assert is_signed(key.modulus, paper.token, signature)
    assert not is_signed(key.modulus, paper.token[::-1], signature)
    assert not is_signed(Key.new().modulus, paper.token, signature)
    assert not is_signed(key.modulus, paper.token, bytes(BYTES))


@pytest.fixture(params=["openssl", "portable"])
def power(request: pytest.FixtureRequest) -> Power:
    if request.param == "portable":
        return Portable(private_key())
    if (lib := openssl()) is None:
        pytest.skip("this Python's OpenSSL cannot be reached: papers are signed by pycryptodome")
    return Native(lib, private_key())


def private_key() -> rsa.RSAPrivateKey:
    """That of the RFC."""
    p, q = (numbers(RANDOMIZED)[name] for name in "pq")
    d = rsa.rsa_recover_private_exponent(65537, p, q)
    parts = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return rsa.RSAPrivateNumbers(p, q, d, *parts, rsa.RSAPublicNumbers(65537, p * q)).private_key()


def test_both_ways_to_sign_give_what_the_rfc_gives(power: Power) -> None:
    blinded, signed = (bytes.fromhex(RANDOMIZED[name]) for name in ("blinded_msg", "blind_sig"))
    for _ in range(3):  # masked by another number each time
        assert power.private(blinded) == signed
    assert power.public(signed) == blinded
    assert int.from_bytes(power.private(bytes(len(signed) - 1) + b"\x01")) == 1


@pytest.mark.parametrize("number", [0, "n"])
def test_what_is_out_of_range_is_not_signed(number: int | str) -> None:
    private = rsa.generate_private_key(65537, 2048).private_numbers()
    key = Key(private.p, private.q)
    with pytest.raises(NotBlinded):
        key.sign((key.n if number == "n" else 0).to_bytes(BYTES))


def test_what_is_signed_says_nothing_of_the_token() -> None:
    """Any blinded token fits any token: for each there is a blinding factor that leads there."""
    key = Key.new()
    one, other = Paper.new(f"{key.n:x}"), Paper.new(f"{key.n:x}")
    encoded = [paper.blinded * pow(paper.inverse, 65537, key.n) % key.n for paper in (one, other)]
    d = pow(65537, -1, (key.p - 1) * (key.q - 1))
    factor = pow(one.blinded * pow(encoded[1], -1, key.n) % key.n, d, key.n)
    assert encoded[1] * pow(factor, 65537, key.n) % key.n == one.blinded

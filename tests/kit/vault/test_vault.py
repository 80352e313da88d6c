import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from kit.vault import Locked, Vault

VAULT = Vault(SecretStr("a-secret-of-tests-only-0123456789abcdef"), "thử")


@given(st.binary(max_size=200), st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_what_is_locked_opens_again(plain: bytes, label: str) -> None:
    locked = VAULT.lock(plain, label)
    assert VAULT.unlock(locked, label) == plain
    assert locked != VAULT.lock(plain, label)


def test_only_with_the_same_key_purpose_and_label() -> None:
    locked = VAULT.lock("khóa bí mật".encode(), "dòng 1")
    others = [
        (Vault(SecretStr("another-secret-of-tests-0123456789abcdef"), "thử"), "dòng 1"),
        (Vault(SecretStr("a-secret-of-tests-only-0123456789abcdef"), "khác"), "dòng 1"),
        (VAULT, "dòng 2"),
    ]
    for vault, label in others:
        with pytest.raises(Locked):
            vault.unlock(locked, label)


def test_what_was_tampered_with_stays_shut() -> None:
    raw = bytearray(base64.b64decode(VAULT.lock(b"secret", "x")))
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 1
        with pytest.raises(Locked):
            VAULT.unlock(base64.b64encode(changed).decode(), "x")
    for rubbish in ("", "!", "YQ=="):
        with pytest.raises(Locked):
            VAULT.unlock(rubbish, "x")


def test_fingerprints_differ_by_purpose() -> None:
    other = Vault(SecretStr("a-secret-of-tests-only-0123456789abcdef"), "khác")
    assert VAULT.fingerprint("a") == VAULT.fingerprint("a") != VAULT.fingerprint("b")
    assert VAULT.fingerprint("a") != other.fingerprint("a")


OLD, NEW = (SecretStr(f"the-{age}-secret-of-tests-only-0123456789") for age in ("old", "new"))


def test_what_the_previous_key_locked_can_be_read_while_it_is_named() -> None:
    locked = Vault(OLD, "thử").lock(b"x", "1")
    both, after = Vault(NEW, "thử", [OLD]), Vault(NEW, "thử")
    assert both.unlock(locked, "1") == b"x"
    with pytest.raises(Locked, match=r"'thử' for '1' cannot be opened: .* SECRET_KEY_PREVIOUS"):
        after.unlock(locked, "1")
    assert after.unlock(both.lock(b"y", "2"), "2") == b"y"


def test_resealing_leaves_nothing_to_the_previous_key() -> None:
    locked = Vault(OLD, "thử").lock(b"x", "1")
    both, after = Vault(NEW, "thử", [OLD]), Vault(NEW, "thử")
    fresh = both.resealed(locked, "1")
    assert after.unlock(fresh, "1") == b"x"
    assert both.resealed(fresh, "1") == fresh
    with pytest.raises(Locked):
        both.resealed(locked, "2")


def test_marks_of_the_previous_key_are_recognised() -> None:
    mark = Vault(OLD, "thử").fingerprint("máy của Hường")
    assert Vault(NEW, "thử", [OLD]).recognises("máy của Hường", mark)
    assert not Vault(NEW, "thử", [OLD]).recognises("máy khác", mark)
    assert not Vault(NEW, "thử").recognises("máy của Hường", mark)

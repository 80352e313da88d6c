"""Tracking codes: 75 bits that nobody can guess, told to one citizen once, and a letter that finds slips of the pen.

Crockford's letters leave out I, L, O and U; who types those is understood. Only the digest of a code is kept. It is
made of the form's key and the service's secret, so that a form that is sent twice is answered twice the same.
"""

import re
from hashlib import sha256

from kit.settings import Settings
from kit.vault import Vault

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DRAWN, GROUP, VAULT = 15, 4, "petition-code"
MOST_TYPED = 60
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BREAK = r"[ .–-]"
_TYPED = re.compile(rf"(?<!\w)PA{_BREAK}{{0,3}}(?:[0-9A-Z]{{4}}{_BREAK}{{0,3}}){{3}}[0-9A-Z]{{4}}(?!\w)", re.IGNORECASE)
_PARTS = re.compile(r"[\s.–-]+")


def code_for(settings: Settings, key: str) -> str:
    """`PA-7K3M-9QXV-2ZT4-H0RC`"""
    drawn = int(Vault.of(settings, VAULT).fingerprint(key), 16)
    letters = "".join(LETTERS[(drawn >> 5 * place) & 31] for place in range(DRAWN))
    return _written(letters + _check(letters))


def normalised(typed: str) -> str | None:
    """As it is written, from how it was typed; None for what cannot be one."""
    letters = _PARTS.sub("", typed[:MOST_TYPED].upper()).removeprefix("PA").translate(_MISREAD)
    if len(letters) != DRAWN + 1 or any(one not in LETTERS for one in letters) or _check(letters[:-1]) != letters[-1]:
        return None
    return _written(letters)


def found_in(text: str) -> str | None:
    """What may be a code somewhere in a message, as it was typed; four short words are none."""
    found = _TYPED.search(text)
    return found[0] if found and any(one in "-–." or one.isdigit() for one in found[0]) else None


def without_codes(text: str, put: str) -> str:
    """For what is kept: whoever reads a code may follow the petition."""
    return _TYPED.sub(lambda found: put if found_in(found[0]) else found[0], text)


def digest_of(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def _check(letters: str) -> str:
    """Finds a letter that is wrong and neighbours that changed places, unless it was 0 for Z."""
    return LETTERS[sum(weight * LETTERS.index(one) for weight, one in enumerate(letters, 2)) % 31]


def _written(letters: str) -> str:
    return "-".join(["PA", *(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))])

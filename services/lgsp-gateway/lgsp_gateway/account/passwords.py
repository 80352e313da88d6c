"""What a password must be: long, and not what anybody would try first. No rules about digits and signs.

After NIST SP 800-63B, section 3.1.1.2: length counts, the obvious is refused, any character may be used.
"""

import re
import secrets
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise

from kit.text import fold
from lgsp_gateway.account.errors import WeakPassword

SHORTEST, LONGEST = 12, 256
LEAST_DIFFERENT = 5
LEETSPEAK = str.maketrans("013457@$!", "oieastasi")
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for something else on paper
ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890")


def normal(password: str) -> str:
    """The same characters however they were typed."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, username: str, email: str = "") -> None:
    """WeakPassword with the reason."""
    password = normal(password)
    if len(password) < SHORTEST:
        raise WeakPassword("too_short")
    if len(password) > LONGEST:
        raise WeakPassword("too_long")
    bare = _bare(password)
    names = [_bare(part) for part in (username, username.partition("@")[0], email.partition("@")[0])]
    if any(len(name) > 3 and name in bare for name in names):
        raise WeakPassword("contains_name")
    if len(set(password)) < LEAST_DIFFERENT or (bare and (_is_common(bare) or _is_row(bare))):
        raise WeakPassword("common")


def random_groups(count: int = 4) -> str:
    """Easy to read out, nearly 20 bits a group: `k7fm-2xqp-9rtw-h4vd`."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(count))


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9@$!]", "", fold(text))


def _is_common(bare: str) -> bool:
    """Nothing but common words and digits."""
    forms = (bare, bare.translate(LEETSPEAK), bare.strip("0123456789").translate(LEETSPEAK))
    return any(_common().sub("", re.sub(r"[^a-z]", "", form)) == "" for form in forms)


def _is_row(bare: str) -> bool:
    """Keys in the order they lie in: `qwertyuiop12`."""
    runs = sum(any(a + b in row or b + a in row for row in ROWS) for a, b in pairwise(bare))
    return runs >= 0.8 * (len(bare) - 1)


@cache
def _common() -> re.Pattern[str]:
    words = (files(__package__) / "common_passwords.txt").read_text(encoding="utf-8").split()
    return re.compile("|".join(sorted((re.sub(r"[^a-z]", "", word) for word in words), key=len, reverse=True)))

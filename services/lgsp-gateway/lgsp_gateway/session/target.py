"""Where to go after signing in: an address of this site, never another one."""

from urllib.parse import urlencode, urlsplit

LONGEST = 2000
DOORS = ("/sign-in", "/sign-out", "/forgotten-password", "/choose-password")


def safe_next(wanted: str | None) -> str:
    """`wanted` when it is a path here that is no door itself, else the home page."""
    if not wanted or len(wanted) > LONGEST or not wanted.startswith("/") or not wanted.isprintable():
        return "/"
    if wanted.startswith(("//", "/\\")) or "\\" in wanted or " " in wanted:
        return "/"
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or any(parts.path == door or parts.path.startswith(f"{door}/") for door in DOORS):
        return "/"
    return wanted


def with_next(path: str, wanted: str | None) -> str:
    target = safe_next(wanted)
    return path if target == "/" else f"{path}?{urlencode({'next': target})}"

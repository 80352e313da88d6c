"""Who is who in the demo, in every service the same."""

from uuid import NAMESPACE_OID, UUID, uuid5


def person_of(username: str) -> UUID:
    """In governance's directory, of who has an account."""
    return uuid5(NAMESPACE_OID, f"demo person {username}")

"""The SFU knows rooms and people by names that are ids of ours, unless somebody else made them."""

from uuid import UUID


def id_in(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None

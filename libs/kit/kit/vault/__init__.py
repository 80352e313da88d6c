"""Small secrets in the database that are worth nothing without SECRET_KEY.

A column of them says so, and under which label each was locked:

    totp_locked: Mapped[str | None] = mapped_column(info=locked("account", label="id"))

so that `python -m kit.vault relock <package>` finds them all when SECRET_KEY is changed.
"""

from kit.vault.cipher import Locked, Vault
from kit.vault.column import locked

__all__ = ["Locked", "Vault", "locked"]

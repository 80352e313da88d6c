"""Sealed record chains: what evidence of exchanges and the audit of people's actions have in common.

Writers insert records as they come, unchained. One sealer, seconds behind, gives each its place
`(seq, prev, salted digest of the payload)` and signs the end of the chain. Payloads lie in rows of their own,
so that a retention rule can erase one and the chain still holds; the erasure is itself a record.
"""

from kit.chain.entry import Entry, new_id
from kit.chain.erasure import erase
from kit.chain.sealer import run_sealer, seal
from kit.chain.signing import Signer
from kit.chain.writer import AlreadyClosed, Unwritable, Writer, append

__all__ = [
    "AlreadyClosed",
    "Entry",
    "Signer",
    "Unwritable",
    "Writer",
    "append",
    "erase",
    "new_id",
    "run_sealer",
    "seal",
]

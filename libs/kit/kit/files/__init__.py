"""Files by what they hold: the same bytes are kept once, under their SHA-256, in a folder or an S3 store."""

from kit.files.arriving import MIB, Arrived, arriving
from kit.files.errors import (
    Damaged,
    EmptyFile,
    Encrypted,
    FileMissing,
    FilesNotSet,
    FilesUnavailable,
    FileTooLarge,
    Macros,
    TypeRefused,
    TypeUnknown,
    Unpackable,
)
from kit.files.store import Files, Kept, Store, open_files

__all__ = [
    "MIB",
    "Arrived",
    "Damaged",
    "EmptyFile",
    "Encrypted",
    "FileMissing",
    "FileTooLarge",
    "Files",
    "FilesNotSet",
    "FilesUnavailable",
    "Kept",
    "Macros",
    "Store",
    "TypeRefused",
    "TypeUnknown",
    "Unpackable",
    "arriving",
    "open_files",
]

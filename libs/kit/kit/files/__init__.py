"""Files by what they hold: the same bytes are kept once, under their SHA-256, in a folder or an S3 store."""

from kit.files.arriving import MIB, Arrived, arriving
from kit.files.errors import EmptyFile, FileMissing, FilesNotSet, FilesUnavailable, FileTooLarge
from kit.files.store import Files, Kept, Store, open_files

__all__ = [
    "MIB",
    "Arrived",
    "EmptyFile",
    "FileMissing",
    "FileTooLarge",
    "Files",
    "FilesNotSet",
    "FilesUnavailable",
    "Kept",
    "Store",
    "arriving",
    "open_files",
]

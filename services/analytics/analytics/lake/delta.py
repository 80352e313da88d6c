"""The log of a table: what a snapshot consists of, and how another is added. Only the child loads this (child.py)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from deltalake import DeltaTable, Field, Schema
from deltalake.exceptions import DeltaError, TableNotFoundError
from deltalake.schema import PrimitiveType
from deltalake.transaction import (
    AddAction,
    CommitProperties,
    PostCommitHookProperties,
    Transaction,
    create_table_with_add_actions,
)

from analytics.dataset.kinds import DELTA, ColumnKind
from analytics.lake.errors import LakeUnavailable, SnapshotNotFound
from analytics.lake.part import Mode, Part

Options = Mapping[str, str]


def publish(
    uri: str, options: Options, parts: Sequence[Part], columns: Mapping[str, ColumnKind], mode: Mode, load: str
) -> int:
    """The version with these files. A load that was committed before and not heard of is not committed again."""
    schema = Schema([Field(name, PrimitiveType(DELTA[kind])) for name, kind in columns.items()])
    actions: list[AddAction] = [
        AddAction(one.name, one.size, {}, 0, data_change=True, stats=json.dumps({"numRecords": one.rows}))
        for one in parts
    ]
    said = CommitProperties(custom_metadata={"load": load}, app_transactions=[Transaction(load, 1)])
    with _told():
        table = _open(uri, options)
        if table is None:
            create_table_with_add_actions(uri, schema, actions, storage_options=dict(options), commit_properties=said)
        elif table.transaction_version(load) is not None:
            return _version_of(table, load)
        else:
            hooks = PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)
            table.create_write_transaction(
                [*actions], mode, schema, commit_properties=said, post_commithook_properties=hooks
            )
        opened = DeltaTable(uri, storage_options=dict(options))
    return _version_of(opened, load)


def present(uri: str, options: Options) -> int | None:
    with _told():
        table = _open(uri, options)
        return table.version() if table else None


def names(uri: str, options: Options, version: int) -> tuple[tuple[str, int], ...]:
    """The files of a snapshot within the folder of its table, and their sizes."""
    with _told():
        table = _open(uri, options)
        if table is None or not 0 <= version <= table.version():
            raise SnapshotNotFound
        table.load_as_version(version)
        added = table.get_add_actions(flatten=True)
        return tuple(zip(added["path"].to_pylist(), added["size_bytes"].to_pylist(), strict=True))


def vacuum(uri: str, options: Options, keep: Sequence[int], hours: int) -> int:
    """Throws away files older than `hours` that neither the newest nor a kept snapshot names: those of past snapshots
    and what loads that broke off left behind."""
    with _told():
        table = _open(uri, options)
        if table is None:
            return 0
        known = [one for one in keep if one <= table.version()]
        removed = table.vacuum(
            hours, dry_run=False, enforce_retention_duration=False, full=True, keep_versions=known or None
        )
        return len(removed)


def restore(uri: str, options: Options, version: int, load: str) -> int:
    said = CommitProperties(custom_metadata={"load": load}, app_transactions=[Transaction(load, 1)])
    with _told():
        table = DeltaTable(uri, storage_options=dict(options))
        if table.transaction_version(load) is None:
            table.restore(version, commit_properties=said)
        return _version_of(DeltaTable(uri, storage_options=dict(options)), load)


def _open(uri: str, options: Options) -> DeltaTable | None:
    try:
        return DeltaTable(uri, storage_options=dict(options))
    except TableNotFoundError:
        return None


def _version_of(table: DeltaTable, load: str) -> int:
    """The first that knows of the load: nearly always the newest. `history` counts wrong while others commit."""
    if table.transaction_version(load) is None:
        raise SnapshotNotFound
    for version in range(table.version(), 0, -1):
        table.load_as_version(version - 1)
        if table.transaction_version(load) is None:
            return version
    return 0


@contextmanager
def _told() -> Iterator[None]:
    """The store's own errors carry addresses."""
    try:
        yield
    except (DeltaError, OSError) as error:
        raise LakeUnavailable from error

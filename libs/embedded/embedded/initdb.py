"""A new PostgreSQL cluster."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from embedded.errors import LaunchError
from embedded.ground import Ground


def initialise(ground: Ground, password: str, *, fast: bool = False) -> None:
    """Makes `home/data` whole or not at all: an interrupted attempt is thrown away by the next."""
    fresh = ground.home / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    password_file = ground.home / "initial-password"
    password_file.write_text(password)
    builder = _builder(ground)
    _hand_over(password_file, builder, ground.uid)
    fresh.mkdir(mode=0o700)
    _hand_over(fresh, builder, ground.uid)
    try:
        _run_initdb(ground, fresh, password_file, builder, fast=fast)
    finally:
        password_file.unlink()
    for path in (fresh, *fresh.rglob("*")):
        _hand_over(path, ground.uid, ground.uid)
    fresh.rename(ground.home / "data")


def _builder(ground: Ground) -> int | None:
    """initdb wants an account with a name. `nobody` has one; the group we give it keeps all other
    processes of `nobody` out of `home` (0710) and from tracing it, so nobody's data are never anybody's."""
    if ground.uid is None:
        return None
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        raise LaunchError("PostgreSQL cannot be set up as root without the account `nobody`") from None


def _run_initdb(ground: Ground, data: Path, password_file: Path, uid: int | None, *, fast: bool) -> None:
    done = subprocess.run(
        [
            ground.programs / "initdb",
            f"--pgdata={data}",
            "--username=postgres",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *(["--no-sync", "--set=scram_iterations=1"] if fast else []),
        ],
        capture_output=True,
        text=True,
        check=False,
        user=uid,
        group=ground.uid,
        extra_groups=None if uid is None else [],
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
    )
    if done.returncode:
        raise LaunchError(f"PostgreSQL could not make its data in {data}: {_reason(done.stderr)}")


def _reason(output: str) -> str:
    if "No space left on device" in output:
        return "no space left on the disk; free some and start again"
    return (output.strip().splitlines() or ["initdb said nothing"])[-1]


def _hand_over(path: Path, uid: int | None, gid: int | None) -> None:
    if uid is not None and gid is not None:
        os.chown(path, uid, gid, follow_symlinks=False)

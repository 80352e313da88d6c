"""What a bare machine is told, in one line, before anything is there."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from embedded import setup
from embedded.errors import LaunchError
from embedded.ground import stand

BOOTSTRAP = Path(setup.__file__).parent.parent / "bootstrap.py"


def bootstrap(before: str) -> str:
    """Runs it in a Python that `before` has made poorer."""
    script = f"import runpy, sys; {before}; runpy.run_path({str(BOOTSTRAP)!r})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stderr


def test_an_old_python_is_told_so() -> None:
    said = bootstrap("sys.version_info = (3, 9, 2)")
    assert "Python 3.11 or later is needed, this is 3.9; try: make PYTHON=python3.12" in said
    assert said.count("\n") == 1


def test_an_old_python_can_read_that_far() -> None:
    tree = ast.parse(BOOTSTRAP.read_text(), feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign)]


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_missing_venv_is_told_so(module: str) -> None:
    said = bootstrap(f"sys.modules[{module!r}] = None")
    assert "the venv module is missing; try: apt install python3." in said
    assert said.count("\n") == 1


def test_a_missing_wheel_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(LaunchError, match=r"^PostgreSQL is missing: .*run `make setup`$"):
        stand(tmp_path / "postgres")


def test_why_an_installer_failed_is_one_line() -> None:
    pip = "Collecting x\nERROR: Could not find a version that satisfies x==9\nERROR: No matching distribution\n"
    assert setup.reason(pip) == "ERROR: Could not find a version that satisfies x==9"
    assert setup.reason("OSError: [Errno 28] No space left on device") == "the disk is full"
    assert setup.reason("") == "no reason given"


def test_a_moved_checkout_is_set_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("một==1")
    setup.set_stamp(tmp_path, setup.digest(lock))
    assert setup.is_stamped(tmp_path, setup.digest(lock))
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    assert not setup.is_stamped(tmp_path, setup.digest(lock))

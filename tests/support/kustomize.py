"""kustomize: KUSTOMIZE, `kubectl kustomize`, or what `python -m tests.support.kustomize` built of its Go module."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

MODULE = "sigs.k8s.io/kustomize/kustomize/v5@v5.8.0"
ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "kustomize"
BUILT = CACHE / "kustomize"


def command() -> list[str]:
    """Skips, and says why, where there is none."""
    if named := os.environ.get("KUSTOMIZE"):
        return [named, "build"]
    if found := shutil.which("kustomize"):
        return [found, "build"]
    if found := shutil.which("kubectl"):
        return [found, "kustomize"]
    if BUILT.is_file():
        return [str(BUILT), "build"]
    go = "" if shutil.which("go") else "; it needs Go, which is not on this machine"
    pytest.skip(f"neither kubectl nor kustomize is here: run `python -m tests.support.kustomize` or set KUSTOMIZE{go}")


def built(folder: Path) -> list[dict[str, Any]]:
    """The objects of an overlay, as they would be applied."""
    done = subprocess.run([*command(), str(folder)], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return [one for one in yaml.load_all(done.stdout, yaml.CSafeLoader) if one]


def build() -> None:
    """With a cache of its own, on one processor, behind everybody else: some minutes."""
    environment = {**os.environ, "GOBIN": str(CACHE), "GOCACHE": str(CACHE / "go-build")}
    arguments = ["nice", "go", "install", "-p", "1", "-trimpath", "-ldflags=-s -w", MODULE]
    subprocess.run(arguments, env=environment, check=True)


if __name__ == "__main__":
    build()

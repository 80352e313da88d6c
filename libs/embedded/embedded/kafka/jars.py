"""Java and Kafka's jars."""

import fcntl
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded.checkout import CACHE
from embedded.errors import LaunchError

_POM = Path(__file__).with_name("pom.xml")
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_JAVA_AT_LEAST = 17
LOCK = CACHE / "kafka.lock"


def java() -> str:
    """The path of a Java new enough for Kafka."""
    path = shutil.which("java")
    if path is None:
        raise LaunchError("Kafka needs Java 17 or later, and no `java` is on PATH")
    said = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < _JAVA_AT_LEAST:
        raise LaunchError(f"Kafka needs Java {_JAVA_AT_LEAST} or later; `java` says {said.strip()[:60]!r}")
    return path


def fetch_jars() -> Path:
    """The folder of Kafka's jars, filled by Maven on first use and after a change of the pom."""
    folder = CACHE / "kafka"
    stamp = folder / "pom.xml"
    with locked(LOCK):
        if not stamp.exists() or stamp.read_bytes() != _POM.read_bytes():
            shutil.rmtree(folder, ignore_errors=True)
            _copy_dependencies(folder)
            shutil.copy(_POM, stamp)
    return folder


def _copy_dependencies(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise LaunchError("Kafka's jars come through Maven, and no `mvn` is on PATH")
    done = subprocess.run(
        [maven, "-q", "-B", "-f", str(_POM), _COPY, "-DincludeScope=runtime", f"-DoutputDirectory={folder}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reasons = [line for line in done.stdout.splitlines() if "ERROR" in line] or ["no reason given"]
        raise LaunchError(f"Maven could not fetch Kafka's jars: {reasons[0][:200]}")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield

"""A training goes with the service that began it, even when the service is killed."""

import os
import subprocess
import sys

import psutil

from tests.embedded.waiting import family, gone, until

PARENT = """
import os, subprocess, sys
command = [sys.executable, "-u", "-m", "kit.lifeline", str(os.getpid()), "http.server", "0", "--bind", "127.0.0.1"]
subprocess.run(command, check=True)
"""


def test_a_child_goes_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout
        assert b"Serving HTTP" in parent.stdout.readline()
        (child,) = family(parent.pid)
        assert psutil.pid_exists(child)
        parent.kill()
        until(lambda: gone(child))


def test_a_child_whose_parent_is_gone_already_does_not_begin() -> None:
    someone_else = os.getppid()
    done = subprocess.run([sys.executable, "-m", "kit.lifeline", str(someone_else), "this"], check=False, timeout=30)
    assert done.returncode == -9

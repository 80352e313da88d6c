"""A process that must not outlive the one that started it, however that ends.

python -m kit.lifeline <pid of the parent> <module> <arguments…>   runs the module as long as that parent lives
"""

import ctypes
import os
import runpy
import signal
import sys

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def die_with_parent(how: signal.Signals, parent: int) -> None:
    """Called in a new process: the kernel sends it `how` when `parent` is gone (prctl(2))."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(how))
    if os.getppid() != parent:
        os.kill(os.getpid(), how)


if __name__ == "__main__":
    die_with_parent(signal.SIGKILL, int(sys.argv[1]))
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)

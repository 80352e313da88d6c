# ruff: noqa: INP001, S606, UP009, UP036
# -*- coding: utf-8 -*-
"""Sees that this Python will do, then sets up. Every Python since 2.7 must read this far to be told that it is too old.

python3 libs/embedded/bootstrap.py
"""

import os
import sys

problem = ""
version = ".".join(map(str, sys.version_info[:2]))
if sys.version_info < (3, 11):
    problem = "Python 3.11 or later is needed, this is " + version + "; try: make PYTHON=python3.12"
else:
    try:
        __import__("ensurepip")
        __import__("venv")
    except ImportError:
        problem = "the venv module is missing; try: apt install python" + version + "-venv"

if problem:
    sys.exit("Không cài được / cannot set up: " + problem)
os.execv(sys.executable, [sys.executable, "-I", __file__.replace("bootstrap.py", "embedded/setup.py")])

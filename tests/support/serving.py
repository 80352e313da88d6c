"""An app in a process of its own, as the product serves it: python -m tests.support.serving MODULE:FACTORY PORT"""

import sys
from importlib import import_module

from fastapi import FastAPI

from kit.serve import Server, configured


def serve(app: FastAPI, port: int) -> None:
    """Until it is told to end."""
    Server(configured(app, host="127.0.0.1", port=port, proxy_headers=False)).run()


if __name__ == "__main__":
    module, _, factory = sys.argv[1].partition(":")
    serve(getattr(import_module(module), factory)(), int(sys.argv[2]))

"""Where things lie in the checkout this package is installed from."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RUN = ROOT / ".run"
CACHE = ROOT / ".cache"

"""The icons the screens use, from Lucide (ISC), gathered into one SVG sprite when a process starts.

Their names are in `static/icons.txt`; an icon is added by adding its name there.
"""

import re
from functools import cache
from pathlib import Path

ICONS = (Path(__file__).parent / "static" / "icons.txt").read_text().split()


@cache
def sprite(folder: Path) -> str:
    symbols = "".join(_symbol(name, (folder / f"{name}.svg").read_text()) for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'


def _symbol(name: str, svg: str) -> str:
    """Lucide draws with strokes on a 24 × 24 grid; stroke and fill are inherited from the page's CSS."""
    inner = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if inner is None:
        raise ValueError(f"Icon {name} is not an SVG")
    shapes = " ".join(inner[1].split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'

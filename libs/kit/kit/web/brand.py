"""The province's colours as a small style sheet, bent as little as needed to reach the contrast of WCAG AA.

Contrast: WCAG 2.2, relative luminance and contrast ratio (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

import colorsys
from pathlib import Path

# The darkest light ground and the lightest dark one that text in brand colour meets.
LIGHT_SURFACE = "#f3f5f8"
DARK_SURFACE = "#212934"
TEXT_CONTRAST = 4.6
CALM = 0.68
MARK = Path(__file__).parent / "static" / "emblem.svg"
MARK_COLOUR = "#0b5394"


def stylesheet(primary: str, accent: str) -> bytes:
    """`primary` and `accent` as #rrggbb; the sheet gives a tone of each for light and for dark grounds."""
    tones = {
        "brand": readable(primary, LIGHT_SURFACE),
        "brand-on-dark": readable(primary, DARK_SURFACE, CALM),
        "accent": readable(accent, LIGHT_SURFACE),
        "accent-on-dark": readable(accent, DARK_SURFACE, CALM),
    }
    rules = "".join(f"--{name}:{colour};" for name, colour in tones.items())
    return f":root{{{rules}}}".encode()


def logo(path: str, primary: str) -> dict[str, bytes]:
    """The image at `path` under its asset name; without one a mark in the province's colour."""
    if not path:
        return {"logo.svg": MARK.read_text().replace(MARK_COLOUR, primary).encode()}
    file = Path(path)
    return {f"logo{file.suffix}": file.read_bytes()}


def contrast(one: str, other: str) -> float:
    """1 (same) to 21 (black on white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, ground: str, calm: float = 1.0) -> str:
    """The tone of `colour` nearest to it that can be read as text on `ground`.

    Only lightness changes, and saturation by the factor `calm`: on dark grounds full colours glare.
    """
    step = -0.01 if _luminance(ground) > 0.18 else 0.01
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    saturation *= calm
    colour = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    end = 0.0 if step < 0 else 1.0
    while contrast(colour, ground) < TEXT_CONTRAST and lightness != end:
        lightness = min(1.0, max(0.0, lightness + step))
        colour = _hex(colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[float, float, float]:
    digits = colour.removeprefix("#")
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)

"""What a browser calls itself, in words its owner recognises."""

import re

# Most specific first: nearly every browser also says it is Chrome or Safari.
BROWSERS = (
    ("Cốc Cốc", r"coc_coc_browser/(\d+)"),
    ("Edge", r"Edg(?:e|A|iOS)?/(\d+)"),
    ("Opera", r"OPR/(\d+)"),
    ("Samsung Internet", r"SamsungBrowser/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"(?:HeadlessChrome|Chrome|CriOS)/(\d+)"),
    ("Safari", r"Version/(\d+)[\d.]* (?:Mobile/\S+ )?Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("macOS", "Macintosh"),
    ("ChromeOS", "CrOS"),
    ("Linux", "Linux"),
)


def told(agent: str) -> str:
    """`Cốc Cốc 128 · Windows`; the beginning of the whole where nothing is recognised."""
    found = ((name, re.search(pattern, agent)) for name, pattern in BROWSERS)
    browser = next((f"{name} {match[1]}" for name, match in found if match), "")
    system = next((name for name, mark in SYSTEMS if mark in agent), "")
    return " · ".join(filter(None, (browser, system))) or agent[:60]

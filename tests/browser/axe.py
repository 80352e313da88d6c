"""WCAG 2.2 AA by axe-core, which comes with the front-end packages."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.async_api import Page

import kit.web

AXE = Path(kit.web.__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What hangs on the colour scheme, which changes nothing but colours."""
FRAME = (".header", "#navigation", ".footer")
"""Around every page, and more than half of it: a person's are judged with the first of their pages."""


async def check(page: Page) -> None:
    """Fails with each broken rule and the elements that break it."""
    found = await faults(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


async def faults(page: Page, rules: object = RULES, *, without: Iterable[str] = ()) -> list[str]:
    """As the page stands now, but for what the selectors choose. axe runs outside the page's CSP."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    asked = [{"exclude": [[selector] for selector in without]}, {"runOnly": rules, "resultTypes": ["violations"]}]
    result: dict[str, Any] = await page.evaluate("asked => axe.run(...asked)", asked)
    return [_told(violation) for violation in result["violations"]]


def _told(violation: dict[str, Any]) -> str:
    nodes = "\n".join(f"    {node['html'][:160]}\n      {node['failureSummary']}" for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n{nodes}"

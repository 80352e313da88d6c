"""WCAG 2.2 AA by axe-core, which comes with the front-end packages."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

import kit.web

AXE = Path(kit.web.__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def check(page: Page) -> None:
    """Fails with each broken rule and the elements that break it. axe runs outside the page's CSP."""
    await page.evaluate(AXE.read_text())
    result: dict[str, Any] = await page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    found = [_told(violation) for violation in result["violations"]]
    assert not found, f"{page.url}\n" + "\n".join(found)


def _told(violation: dict[str, Any]) -> str:
    nodes = "\n".join(f"    {node['html'][:160]}\n      {node['failureSummary']}" for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n{nodes}"

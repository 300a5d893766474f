"""What axe-core (vendored beside this) finds on a page that stands open in the browser."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def axe_faults(page: Page, *, rules: list[str] | None = None, within: Any = None) -> list[str]:
    """
    Return a line for each element that breaks a rule, all of WCAG 2.2 AA's unless told.

    `within` names our part of a page whose frame is somebody else's.
    """
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_TAGS}
    # evaluate() and not a script element: the page's CSP would rightly refuse that.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    # Without preload: it would fetch the style sheets again, for one experimental rule.
    options = {"runOnly": only, "preload": False, "resultTypes": ["violations"]}
    result = page.evaluate(
        "([within, options]) => axe.run(within ?? document, options)", [within, options]
    )
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]

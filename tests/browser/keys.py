"""Keys pressed on a page, and whether one sees where they led."""

from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 90
# So many twentieths of a second the browser may take to scroll.
SCROLLING = 40
# What has the focus, and whether that is seen: an outline on it, on what it spreads over (a
# card), or on the label round it; on the screen, with nothing on top.
FOCUS = """(selector) => {
  const element = document.activeElement;
  const isOutlined = ([candidate, part]) => {
    const style = getComputedStyle(candidate, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const label = element.closest("label") ?? element;
  const outlined = [[element], [element, "::after"], [label]].find(isOutlined)?.[0];
  const html = element.outerHTML.slice(0, 200);
  if (!outlined) return { seen: false, html };
  const box = outlined.getClientRects()[0];
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const isOnScreen = box.bottom > 0 && box.top < innerHeight;
  const isBare = outlined.contains(top) || top.contains(outlined);
  return { seen: isOnScreen && isBare, html, there: element.matches(selector) };
}"""


def next_stop(page: Page, selector: str = "*") -> dict[str, Any]:
    """
    Press Tab; return what has the focus then.

    `seen`: whether one sees that; `there`: whether it fits the selector; `html`: how it begins.
    """
    page.keyboard.press("Tab")
    focus: dict[str, Any] = page.evaluate(FOCUS, selector)
    for _moment in range(SCROLLING):
        if focus["seen"]:
            break
        # The browser scrolls there a moment later.
        page.wait_for_timeout(50)
        focus = page.evaluate(FOCUS, selector)
    return focus


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until it is there, looking at every stop."""
    for _stop in range(MOST_STOPS):
        focus = next_stop(page, selector)
        assert focus["seen"], f"Nobody sees the focus on {focus['html']} at {page.url}"
        if focus["there"]:
            return
    raise AssertionError(f"{selector} is not reached in {MOST_STOPS} stops on {page.url}")


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)

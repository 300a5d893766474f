"""
Pictures of the demo's pages, to look at: phone and desk, Finnish and Swedish, light and dark.

    python -m tests.browser.screens FOLDER [LIMIT]

From the front page on it follows the links of nobody and of a learner, at most LIMIT
pages each (40), one of each kind of address.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import environment
from tests.browser.driving import launch, sign_in
from tests.browser.served import Site, served_demo

WIDTHS = (360, 1280)
LANGUAGES = ("fi", "sv")


def kind(path: str) -> str:
    """
    Return the address without what tells one row from another.

    >>> kind("/fi/opinnot/12/lopeta/")
    '/fi/opinnot/#/lopeta/'
    """
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", path)


def pages(context: BrowserContext, start: str, limit: int) -> Iterator[str]:
    """Follow the links of the site, nearest first; each kind of address once."""
    queue, seen = [start], {kind(start)}
    page = context.new_page()
    while queue and limit:
        path = queue.pop(0)
        limit -= 1
        answer = page.goto(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield path
        for link in page.eval_on_selector_all("a[href]", "links => links.map(l => l.href)"):
            parts = urlsplit(link)
            inside = link.startswith(urlsplit(page.url)._replace(path="/", query="").geturl())
            if inside and parts.path.startswith(start) and kind(parts.path) not in seen:
                seen.add(kind(parts.path))
                queue.append(parts.path)
    page.close()


def take(browser: Browser, site: Site, folder: Path, limit: int) -> int:
    taken = 0
    for language in LANGUAGES:
        for who in ("nobody", "learner"):
            looks: dict[str, Any] = {"base_url": site.url, "locale": language}
            context = browser.new_context(**looks)
            if who != "nobody":
                sign_in(context, site, who)
            state = context.storage_state()
            paths = list(pages(context, f"/{language}/", limit))
            context.close()
            for width in WIDTHS:
                for dark in (False, True):
                    context = browser.new_context(
                        **looks,
                        viewport={"width": width, "height": 900},
                        color_scheme="dark" if dark else "light",
                        storage_state=state,
                    )
                    page = context.new_page()
                    for path in paths:
                        page.goto(path)
                        name = path.strip("/").replace("/", "_") or "front"
                        tone = "dark" if dark else "light"
                        page.screenshot(
                            path=folder / f"{name}--{who}-{width}-{tone}.png", full_page=True
                        )
                        taken += 1
                    context.close()
    return taken


def main() -> None:
    environment.settle()
    folder = Path(sys.argv[1]).resolve()
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        served_demo(Path(scratch)) as site,
        sync_playwright() as playwright,
    ):
        taken = take(launch(playwright), site, folder, limit)
    print(f"{taken} pictures in {folder}")


if __name__ == "__main__":
    main()

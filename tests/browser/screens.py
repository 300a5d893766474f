"""
Pictures of 25 key screens, to look at: three widths, light and dark, Finnish and Swedish.

    python -m tests.browser.screens FOLDER

Names say the number, screen, language, width and colours; `index.html` shows them side by side.
"""

import html
import shutil
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from tests import environment

WIDTHS = (320, 768, 1440)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = ("fi", "sv")
# By their names in `tests.browser.places`, or (person, path) for rooms of the administration.
SCREENS: dict[str, str | tuple[str, str]] = {
    "front": "front",
    "catalogue": "catalogue",
    "search": "search",
    "course": "course, to whoever signed in",
    "enrol": "enrol",
    "my-studies": "my studies, under way",
    "lesson": "lesson, to do",
    "quiz": "exam, open",
    "question": "question, not answered",
    "summary": "summary",
    "result": "result, passed",
    "review": "review",
    "assignment": "assignment, to write",
    "webinar": "webinar, ahead",
    "self-assessment": "self-assessment",
    "growth": "growth",
    "completed": "completed",
    "certificate": "one certificate",
    "certificate-page": "certificate",
    "profile": "profile",
    "help": "help",
    "feedback": "feedback",
    "not-found": "not found",
    "editor": ("editor", "/hallinta/"),
    "staff": ("staff", "/hallinta/"),
}


def take(folder: Path) -> int:
    """Take every picture into the folder, with a page that shows them; return how many."""
    from tests.audit.tour import Grounds, grounds

    def opened(found: Grounds, who: str | None, **looks: Any) -> Page:
        state = found.visitors.cookies(who) if who else None
        context = found.browser.new_context(
            base_url=found.site.url, reduced_motion="reduce", storage_state=state, **looks
        )
        return context.new_page()

    names: list[str] = []
    with grounds() as found:
        for number, (name, screen) in enumerate(SCREENS.items(), start=1):
            for language, width, scheme in product(LANGUAGES, WIDTHS, SCHEMES):
                who, address = visit(screen, language, found.people)
                size = {"width": width, "height": 900}
                page = opened(found, who, locale=language, color_scheme=scheme, viewport=size)
                page.goto(address)
                picture = f"{number:02}-{name}-{language}-{width}-{scheme}.png"
                page.screenshot(path=folder / picture, full_page=True)
                page.context.close()
                names.append(picture)
    (folder / "index.html").write_text("".join(sheet(names)), encoding="utf-8")
    return len(names)


def visit(
    screen: str | tuple[str, str], language: str, people: dict[str, Any]
) -> tuple[str | None, str]:
    """Return who looks at a screen in this language, and its address."""
    from tests.browser.looks import of_the_house

    if isinstance(screen, tuple):
        return of_the_house(screen[0], language), screen[1]
    found = place(screen)
    return found.who, found.address(people, language)


def place(name: str) -> Any:
    """Return the place of this name; raises LookupError where there is none."""
    from tests.browser.places import PLACES

    found = next((one for one in PLACES if one.name == name), None)
    if found is None:
        raise LookupError(name)
    return found


def sheet(names: list[str]) -> Iterator[str]:
    """
    Yield a page with every picture under its name.

    >>> "".join(sheet(["01-front-fi-320-light.png"])).count("<img")
    1
    """
    yield '<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title>'
    yield "<style>body{display:flex;flex-wrap:wrap;gap:1rem;font:1rem sans-serif}"
    yield "figure{margin:0;width:20rem}img{width:100%;border:1px solid}</style>"
    for name in names:
        said = html.escape(name.removesuffix(".png"))
        yield f'<figure><figcaption>{said}</figcaption><a href="{html.escape(name)}">'
        yield f'<img src="{html.escape(name)}" alt="{said}" loading="lazy"></a></figure>'


def main() -> None:
    environment.settle()
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

    import django

    django.setup()
    folder = Path(sys.argv[1]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"{take(folder)} pictures in {folder}; begin with index.html")


if __name__ == "__main__":
    main()

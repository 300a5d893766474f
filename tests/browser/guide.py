"""
The pictures of `docs/editing.md`, taken from the demo.

    python -m tests.browser.guide

Small and in few colours, so that they may be kept beside the text.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext, ViewportSize, sync_playwright

from tests import environment
from tests.browser.driving import launch, sign_in
from tests.browser.served import served_demo

FOLDER = environment.ROOT / "docs" / "img"
SIZE: ViewportSize = {"width": 1100, "height": 700}
COLOURS = 64
LESSON = "mita-asiakasosallisuus-tarkoittaa"


def pictures(context: BrowserContext, lesson: int) -> dict[str, bytes]:
    """Take each picture, by its name; `lesson` is the page that is looked at."""
    page = context.new_page()
    page.set_viewport_size(SIZE)
    taken = {}
    for name, address in {
        "lohkot": f"/hallinta/pages/{lesson}/edit/",
        "katselmointi": f"/hallinta/luonnokset/{lesson}/?mode=half&width=768",
        "jakaminen": f"/hallinta/luonnokset/{lesson}/jako/",
        "kunto": "/hallinta/opintojaksot/kunto/",
    }.items():
        page.goto(address, wait_until="networkidle")
        taken[name] = page.screenshot()
    page.close()
    return taken


def small(picture: bytes) -> bytes:
    """Return a picture in few colours and three quarters of its size."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.thumbnail((SIZE["width"] * 3 // 4, SIZE["height"] * 3 // 4))
    target = io.BytesIO()
    image.quantize(COLOURS).save(target, "PNG", optimize=True)
    return target.getvalue()


def keep(context: BrowserContext, lesson: int, folder: Path) -> None:
    """Write the pictures into a folder."""
    for name, picture in pictures(context, lesson).items():
        (folder / f"editing-{name}.png").write_bytes(small(picture))


def main() -> None:
    environment.settle()
    with (
        tempfile.TemporaryDirectory() as scratch,
        served_demo(Path(scratch)) as site,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        context = browser.new_context(base_url=site.url, locale="fi")
        sign_in(context, site, "editor")
        shell = (
            "from courses.models import LessonPage; "
            f"print(LessonPage.objects.get(slug='{LESSON}', locale__language_code='fi').pk)"
        )
        # Looks the courses through, for the picture of their health.
        site.manage("tick")
        lesson = int(site.manage("shell", "-v0", "-c", shell))
        keep(context, lesson, FOLDER)
        browser.close()


if __name__ == "__main__":
    main()

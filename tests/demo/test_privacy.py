"""The privacy notice names every cookie and all that scripts keep in a reader's browser."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage

from demo.loading.texts import CONTENT, read
from home.reading_settings.choices import COOKIE

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "certificates", "config", "courses", "demo", "home", "quizzes")
# By the names of what they are kept under: cookies whole, the rest by its beginning.
COOKIES = {
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    CookieStorage.cookie_name,
    COOKIE,
}
STORED = {"answers:", "saved:", "offline", "wagtail:"}
# Where something is written into the browser, and under which names: a new place says so here
# and in the notice.
WRITERS = {
    "home/reading_settings/views.py": {COOKIE},
    "static/js/site.js": {COOKIE},
    "static/js/quiz-queue.js": {"answers:"},
    "home/offline/worker.js": {"saved:", "offline"},
}
WRITING = re.compile(
    r"\.set_(?:signed_)?cookie\(|document\.cookie\s*=[^=]|caches\.open\(|indexedDB|cookieStore"
    r"|(?:local|session)Storage(?:\[[^\]]+\]\s*=[^=]|\.setItem\(|\.\w+\s*=[^=])"
)


def writers():
    """Yield the files of ours that write into the browser."""
    sources = [ROOT / "static/js", *(ROOT / app for app in APPS)]
    for file in (file for folder in sources for file in folder.rglob("*.*")):
        if file.suffix in (".py", ".js") and WRITING.search(file.read_text("utf-8")):
            yield file.relative_to(ROOT).as_posix()


def test_every_place_that_writes_into_the_browser_is_known():
    known = set(WRITERS)
    # The list of saved lessons opens what the worker made.
    assert set(writers()) - {"static/js/offline-list.js"} == known
    for file, names in WRITERS.items():
        text = (ROOT / file).read_text("utf-8")
        assert all(name in text or "COOKIE" in text for name in names), file


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_notice_names_them_all(language):
    [notice] = [
        page
        for page in read(CONTENT / "site.toml")["page"]
        if page["slug_fi"] == "tietosuojaseloste"
    ]
    named = set(re.findall(r"<li><b>([^<]+)</b>", notice[language]["html"]))
    assert named == COOKIES | STORED
    kept = set().union(*WRITERS.values())
    assert kept <= named

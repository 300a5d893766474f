"""Starting the browser and signing in, for the tests and for `make screens`."""

import shutil

from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.browser.served import Site

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def launch(playwright: Playwright) -> Browser:
    """Start the system's own Chromium without a window."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        raise RuntimeError("Chromium is not installed (apt: chromium).")
    return playwright.chromium.launch(
        executable_path=executable,
        # Root has no sandbox to enter; /dev/shm is tiny in containers.
        args=["--no-sandbox", "--disable-dev-shm-usage"],
    )


def sign_in(context: BrowserContext, site: Site, who: str) -> None:
    """Sign in as the learner, editor, staff or admin of the demo, through the form."""
    account = site.accounts[who]
    page = context.new_page()
    page.goto(site.accounts["learner"]["sign_in"])
    page.fill("input[name=login]", account["email"])
    page.fill("input[name=password]", account["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/tili/" not in url)
    page.close()

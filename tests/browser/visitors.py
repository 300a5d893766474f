"""Who visits the served demo, and the cookies that they are known by."""

from typing import Any

from django.conf import settings
from playwright.sync_api import Browser

from tests.browser.driving import sign_in
from tests.browser.served import Site


class Visitors:
    """The accounts of the demo and the people of `tests.browser.people`, each signed in once."""

    def __init__(self, browser: Browser, site: Site, people: dict[str, Any]) -> None:
        self.browser, self.site, self.people = browser, site, people
        self._states: dict[str, Any] = {}

    def cookies(self, who: str) -> Any:
        """
        Return somebody's cookies as Playwright's `storage_state`.

        `who` is learner, editor, staff or admin of the demo, or one of the people.
        """
        if who not in self._states:
            self._states[who] = self._signed_in(who)
        return self._states[who]

    def _signed_in(self, who: str) -> Any:
        if who not in self.site.accounts:
            key = self.people["sessions"][who]
            cookie = {
                "name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.site.url
            }  # fmt: skip
            return {"cookies": [cookie]}
        context = self.browser.new_context(base_url=self.site.url, locale="fi-FI")
        sign_in(context, self.site, who)
        state = context.storage_state()
        context.close()
        return state

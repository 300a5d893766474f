"""Notes what goes wrong on a page without anybody seeing it."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response


class Watch:
    """
    Collects the unseen problems of every page of the contexts that it watches.

    A script error, a word of the console's errors (a broken policy is one), a resource that
    is refused or missing, an answer of the 500s, a request to another host.
    """

    def __init__(self, url: str) -> None:
        self.own = (f"{url}/", "data:", "blob:")
        self.problems: list[str] = []

    def over(self, context: BrowserContext) -> None:
        """Watch the pages of this context, those to come too."""
        context.on("page", self._follow)

    def _follow(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._note(page, str(error)))
        page.on("console", lambda message: self._console(page, message))
        page.on("request", lambda request: self._request(page, request))
        page.on("response", lambda response: self._response(page, response))

    def _note(self, page: Page, problem: str) -> None:
        self.problems.append(f"{page.url}: {problem}")

    def _console(self, page: Page, message: ConsoleMessage) -> None:
        # A missing resource is noted by its response, which knows its address. What the test
        # itself runs on the page has no address, and is not the page's fault.
        is_ours = not message.location["url"]
        if message.type == "error" and not is_ours and "Failed to load" not in message.text:
            self._note(page, message.text)

    def _request(self, page: Page, request: Request) -> None:
        if not request.url.startswith(self.own):
            self._note(page, f"asked {request.url}")

    def _response(self, page: Page, response: Response) -> None:
        # The page itself may rightly be a 404, and what it sends may rightly be refused; what
        # it is made of may not.
        expected = response.request.is_navigation_request() or response.request.method != "GET"
        if response.status >= 500 or (response.status >= 400 and not expected):
            self._note(page, f"{response.status} for {response.url}")

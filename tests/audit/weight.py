"""What pages weigh on the wire, cold and warm, beside their budgets."""

from dataclasses import dataclass
from typing import Any

from tests.audit.tour import Grounds

KILO = 1000


@dataclass(frozen=True)
class Budget:
    """A page, who opens it, and what it may weigh: bytes and requests cold, bytes warm, scripts."""

    name: str
    page: str
    who: str | None
    cold: int
    requests: int
    warm: int
    scripts: int


BUDGETS = (
    Budget("front page", "front", None, 80 * KILO, 12, 20 * KILO, 12 * KILO),
    Budget("course", "course", "student", 80 * KILO, 12, 20 * KILO, 12 * KILO),
    Budget("lesson", "lesson", "student", 60 * KILO, 8, 10 * KILO, 12 * KILO),
    Budget("quiz", "exam", "student", 60 * KILO, 8, 10 * KILO, 12 * KILO),
)


@dataclass(frozen=True)
class Weight:
    """Bytes as they came over the wire, headers too, and how many requests they took."""

    budget: Budget
    cold: int
    requests: int
    warm: int
    warm_requests: int
    scripts: int
    shift: float

    @property
    def faults(self) -> list[str]:
        """Where the page is heavier than it may be, or moves while it loads."""
        asked = (
            ("bytes cold", self.cold, self.budget.cold),
            ("requests cold", self.requests, self.budget.requests),
            ("bytes warm", self.warm, self.budget.warm),
            ("bytes of scripts", self.scripts, self.budget.scripts),
        )
        found = [f"{what}: {is_} > {may}" for what, is_, may in asked if is_ > may]
        return found + ([f"layout shift {self.shift}"] if self.shift > 0 else [])


def weigh(found: Grounds, budget: Budget, *, width: int = 360) -> Weight:
    """Open a page twice in a browser of its own, and count what came."""
    looks: dict[str, Any] = {
        "base_url": found.site.url,
        "locale": "fi",
        "viewport": {"width": width, "height": 780},
        "storage_state": found.visitors.cookies(budget.who) if budget.who else None,
    }
    context = found.browser.new_context(**looks)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    came: list[tuple[str, float]] = []
    kinds: dict[str, str] = {}
    wire.on(
        "Network.responseReceived", lambda seen: kinds.update({seen["requestId"]: seen["type"]})
    )
    wire.on(
        "Network.loadingFinished",
        lambda seen: came.append((seen["requestId"], seen["encodedDataLength"])),
    )
    address = found.people["pages"]["fi"][budget.page]
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => {"
        " for (const entry of list.getEntries()) window.shift += entry.value;"
        "}).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(address, wait_until="networkidle")
    cold, scripts = list(came), sum(size for key, size in came if kinds.get(key) == "Script")
    shift = page.evaluate("window.shift")
    came.clear()
    page.goto("about:blank")
    page.goto(address, wait_until="networkidle")
    # What the browser had kept came with no bytes.
    warm = [size for _key, size in came if size]
    context.close()
    return Weight(
        budget=budget,
        cold=round(sum(size for _key, size in cold)),
        requests=len(cold),
        warm=round(sum(warm)),
        warm_requests=len(warm),
        scripts=round(scripts),
        shift=round(shift, 4),
    )

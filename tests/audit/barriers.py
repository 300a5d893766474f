"""axe and the narrowest screen on every page: languages × widths × colours."""

from dataclasses import dataclass, field
from typing import Literal

from tests.audit.tour import Grounds, tour
from tests.browser.axe import axe_faults
from tests.browser.test_every_page import NARROWEST, wider_than_the_screen

WIDTHS = (320, 1280)
Scheme = Literal["light", "dark"]
TOO_WIDE = f"wider than {NARROWEST} px"
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass
class Barriers:
    """How many pages were looked at in how many ways, and what stands in somebody's way."""

    pages: int = 0
    looks: int = 0
    faults: list[str] = field(default_factory=list)
    # Elements by the rule that they break, each once a page.
    broken: dict[str, int] = field(default_factory=dict)


def look_for_barriers(found: Grounds) -> Barriers:
    """Run axe's rules for WCAG 2.2 AA and best practices in every look of each page."""
    result = Barriers()
    for place, language, page in tour(found):
        result.pages += 1
        where = f"{place.name} ({language})"
        found_here: set[str] = set()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                for contrast in ("no-preference", "more"):
                    if contrast == "more" and width != WIDTHS[0]:
                        continue
                    page.emulate_media(color_scheme=scheme, contrast=contrast)
                    result.looks += 1
                    look = f"{where} {width} {scheme}{' more contrast' * (contrast == 'more')}"
                    barriers = axe_faults(page)
                    found_here.update(barriers)
                    result.faults += [f"{look}: {fault}" for fault in barriers]
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        wide = [f"{TOO_WIDE}: {element}" for element in wider_than_the_screen(page)]
        result.faults += [f"{where}: {fault}" for fault in wide]
        for rule in (fault.partition(":")[0] for fault in [*found_here, *wide]):
            result.broken[rule] = result.broken.get(rule, 0) + 1
    return result

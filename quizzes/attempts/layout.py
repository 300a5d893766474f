"""
Which questions stand together on a page of an attempt, and how they are counted.

Pure: an attempt's copied rules and how many places it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from quizzes.attempts.rules import CopiedRules


@dataclass(frozen=True)
class Layout:
    """The pages, sections and numbers of an attempt with so many places (from 1)."""

    rules: CopiedRules
    count: int

    @cached_property
    def sections(self) -> list[list[int]]:
        """The places of each section; one section where the quiz has none."""
        starts = list(self.rules.sections) or [1]
        ends = [*starts[1:], self.count + 1]
        return [list(range(start, end)) for start, end in zip(starts, ends, strict=True)]

    @cached_property
    def pages(self) -> list[list[int]]:
        """
        The places on each page. A text comes with the question after it, the last with the one
        before.

        >>> Layout(CopiedRules(texts=(1, 4), sections=(1, 5)), 6).pages
        [[1, 2], [3, 4], [5], [6]]
        >>> Layout(CopiedRules(layout="section", sections=(1, 5)), 6).pages
        [[1, 2, 3, 4], [5, 6]]
        """
        if self.rules.layout == "all":
            return [list(range(1, self.count + 1))]
        if self.rules.layout == "section":
            return self.sections
        return [page for section in self.sections for page in self._one_by_one(section)]

    def _one_by_one(self, section: Sequence[int]) -> list[list[int]]:
        pages: list[list[int]] = [[]]
        for place in section:
            pages[-1].append(place)
            if place not in self.rules.texts:
                pages.append([])
        last = pages.pop()
        if last and pages:
            pages[-1] += last
        elif last:
            pages.append(last)
        return pages

    @cached_property
    def numbers(self) -> dict[int, int]:
        """
        The number of each question; texts have none.

        >>> Layout(CopiedRules(texts=(1,)), 3).numbers
        {2: 1, 3: 2}
        """
        asked = [place for place in range(1, self.count + 1) if place not in self.rules.texts]
        return {place: number for number, place in enumerate(asked, start=1)}

    def page_of(self, place: int) -> int:
        """Return on which page a place is, from 0; raises ValueError for none."""
        for number, page in enumerate(self.pages):
            if place in page:
                return number
        raise ValueError(f"There is no place {place}.")

    def asked_on(self, page: int) -> list[int]:
        """Return the places of a page that ask something."""
        return [place for place in self.pages[page] if place in self.numbers]

    def first_of(self, page: int) -> int:
        """Return the place that a page is known by: its first question, else its text."""
        return (self.asked_on(page) or self.pages[page])[0]

    def section_of(self, place: int) -> int | None:
        """Return the section that begins at a place; None where none does."""
        starts = self.rules.sections
        return starts.index(place) if place in starts else None

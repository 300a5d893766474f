"""
What doing a step means, as its `terms` keep it: copied from the live pages at publishing.

Deeds and those who assess them read these and need no page. Facts come from the Finnish page,
words from the page of each language.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import get_language

from courses.activities.pages import AssignmentPage, SelfAssessmentPage, WebinarPage
from courses.activities.submissions import Submission
from courses.catalogue.models import Course, CourseStep
from home.file_kinds import Accepted, accepted
from home.words import SOURCE_LANGUAGE, said_in

Part = Submission.Part


@dataclass(frozen=True)
class Criterion:
    """One thing by which a submission is assessed; words by language."""

    id: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    points: Decimal

    @property
    def name(self) -> str:
        """The name in the reader's language, else in Finnish."""
        return said_in(self.names, get_language(), "")

    @property
    def description(self) -> str:
        """What is looked for, in the reader's language, else in Finnish."""
        return said_in(self.descriptions, get_language(), "")


@dataclass(frozen=True)
class Wanted:
    """What is handed in for one part of a step, and how it is assessed."""

    text: str = AssignmentPage.Text.REQUIRED
    min_words: int | None = None
    max_words: int | None = None
    files_least: int = 0
    files_most: int = 0
    file_types: tuple[str, ...] = ()
    # Times it may be handed in; 0: as often as needed.
    rounds: int = 0
    scale: str = Course.Scale.PASS_FAIL
    criteria: tuple[Criterion, ...] = ()
    # Whether somebody reads it; otherwise it counts as soon as it is handed in.
    assessed: bool = True

    @property
    def takes_text(self) -> bool:
        return self.text != AssignmentPage.Text.NONE

    @property
    def needs_text(self) -> bool:
        return self.text == AssignmentPage.Text.REQUIRED

    @property
    def kinds(self) -> Accepted:
        """The kinds of files that are taken."""
        return accepted(self.file_types)

    @property
    def is_graded(self) -> bool:
        """Whether a grade from 0 to 5 is given."""
        return self.scale == Course.Scale.ZERO_TO_FIVE

    def allows_round(self, number: int) -> bool:
        """Whether it may be handed in for this time."""
        return not self.rounds or number <= self.rounds


@dataclass(frozen=True)
class WebinarTerms:
    """The parts of a webinar that its step asks for."""

    before: bool = False
    attendance: bool = False
    diary: bool = False
    assessed: bool = False


@dataclass(frozen=True)
class RatingTerms:
    """Which statements are rated, and when; `set_id` is None where the step says nothing."""

    set_id: int | None = None
    moment: str = "before"


def webinar_terms(step: CourseStep) -> WebinarTerms:
    """Read the terms of a webinar's step."""
    said = step.terms
    return WebinarTerms(
        *(bool(said.get(name)) for name in ("before", "attendance", "diary", "assessed"))
    )


def rating_terms(step: CourseStep) -> RatingTerms:
    """Read the terms of a self-assessment's step."""
    return RatingTerms(step.terms.get("set"), step.terms.get("moment", "before"))


def wanted(step: CourseStep, part: str) -> Wanted | None:
    """Return what is handed in for a part of a step; None where it has no such part."""
    if step.kind == CourseStep.Kind.ASSIGNMENT and part == Part.WHOLE:
        return _wanted_of_assignment(step.terms)
    if step.kind == CourseStep.Kind.WEBINAR:
        terms = webinar_terms(step)
        if (part == Part.BEFORE and terms.before) or (part == Part.DIARY and terms.diary):
            return Wanted(assessed=terms.assessed)
    return None


def _wanted_of_assignment(said: Mapping[str, Any]) -> Wanted:
    return Wanted(
        text=said.get("text_wanted", AssignmentPage.Text.REQUIRED),
        min_words=said.get("min_words"),
        max_words=said.get("max_words"),
        files_least=said.get("files_least", 0),
        files_most=said.get("files_most", 0),
        file_types=tuple(said.get("file_types", ())),
        rounds=said.get("rounds", 0),
        scale=said.get("scale", Course.Scale.PASS_FAIL),
        criteria=tuple(
            Criterion(
                found["id"],
                found.get("names", {}),
                found.get("descriptions", {}),
                Decimal(found["points"]),
            )
            for found in said.get("criteria", ())
        ),
    )


# --- From the pages --------------------------------------------------------------------


def terms_by_key(roots: Iterable[str]) -> dict[UUID, dict[str, Any]]:
    """Return the terms of each live activity below these paths; one query a kind of page."""
    below = Q()
    for root in roots:
        below |= Q(path__startswith=root)
    if not below:
        return {}
    found: dict[UUID, dict[str, Any]] = {}
    for model in (AssignmentPage, WebinarPage, SelfAssessmentPage):
        pages: dict[UUID, dict[str, Any]] = defaultdict(dict)
        for page in model.objects.live().filter(below).select_related("locale"):
            pages[page.translation_key][page.locale.language_code] = page
        for key, by_language in pages.items():
            if SOURCE_LANGUAGE in by_language:
                found[key] = terms_of(by_language)
    return found


def terms_of(pages: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms that the pages of one step say, by language; Finnish gives the facts."""
    page = pages.get(SOURCE_LANGUAGE) or next(iter(pages.values()))
    if isinstance(page, AssignmentPage):
        return _assignment(page, pages)
    if isinstance(page, WebinarPage):
        return {
            "before": has_words(page.task_before),
            "attendance": page.attendance_counts,
            "diary": has_words(page.diary),
            "assessed": page.texts_are_assessed,
        }
    return {"set": page.statement_set_id, "moment": page.moment}


def _assignment(page: AssignmentPage, pages: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "scale": page.scale,
        "text_wanted": page.text_wanted,
        "min_words": page.min_words,
        "max_words": page.max_words,
        "files_least": page.files_least,
        "files_most": page.files_most,
        "file_types": page.file_types.replace(",", " ").split(),
        "rounds": page.rounds,
        "criteria": [
            {
                "id": block.id,
                "names": _words(pages, block.id, "name"),
                "descriptions": _words(pages, block.id, "description"),
                "points": str(block.value["points"]),
            }
            for block in page.criteria
        ],
    }


def _words(pages: Mapping[str, Any], block_id: str, name: str) -> dict[str, str]:
    """The words of one criterion in each language; blocks keep their id in translations."""
    return {
        language: block.value[name]
        for language, page in pages.items()
        for block in page.criteria
        if block.id == block_id and block.value[name]
    }


def has_words(html: str) -> bool:
    """Whether rich text says anything: an emptied editor leaves a paragraph behind."""
    return bool(strip_tags(html).strip())

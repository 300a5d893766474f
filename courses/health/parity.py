"""How far each page of a course is in each language: what translators see of a course."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from courses.catalogue.models import Course
from courses.health.checks import is_older, pages_of
from home.words import SOURCE_LANGUAGE

TRANSLATED_TO = ("sv", "en")


class State(StrEnum):
    """How a page stands in a language, the worst first."""

    MISSING = "missing"
    DRAFT = "draft"
    OLDER = "older"
    LIVE = "live"


STATE_WORDS = {
    State.MISSING: gettext_lazy("not begun"),
    State.DRAFT: gettext_lazy("draft"),
    State.OLDER: gettext_lazy("older than the Finnish page"),
    State.LIVE: gettext_lazy("published"),
}


@dataclass(frozen=True)
class Cell:
    """One page in one language; `href` leads to what can be done next."""

    language: str
    state: State
    href: str
    passages: str = ""

    @property
    def words(self) -> Any:
        """The state in words."""
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class ParityRow:
    """A Finnish page and how it stands in the other languages."""

    title: str
    depth: int
    is_live: bool
    href: str
    cells: list[Cell]


def parity_rows(course: Course) -> list[ParityRow]:
    """
    Return a row for each Finnish page, in the order of the tree.

    The number of queries depends on the types of pages, not on how many there are.
    """
    found = pages_of(course)
    twins = found.by_key
    sources = {
        source.object_id: source.pk
        for source in TranslationSource.objects.filter(object_id__in=twins)
    }
    passages = {language: _passages(twins, language) for language in TRANSLATED_TO}
    finnish = [page for page in found.pages if page.locale.language_code == SOURCE_LANGUAGE]
    top = min((page.depth for page in finnish), default=0)
    return [
        ParityRow(
            title=page.draft_title,
            depth=page.depth - top,
            is_live=page.live,
            href=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            cells=[
                _cell(page, twins[page.translation_key].get(language), language, sources, passages)
                for language in TRANSLATED_TO
            ],
        )
        for page in finnish
    ]


def _cell(
    page: Any,
    twin: Any,
    language: str,
    sources: Mapping[UUID, int],
    passages: Mapping[str, Mapping[UUID, str]],
) -> Cell:
    if twin is None:
        begin = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        return Cell(language, State.MISSING, begin)
    edit = reverse("wagtailadmin_pages:edit", args=[twin.pk])
    said = passages[language].get(page.translation_key, "")
    state = state_of(page, twin)
    if state == State.LIVE:
        return Cell(language, state, edit)
    source = sources.get(page.translation_key)
    if state == State.OLDER and source:
        edit = reverse("wagtail_localize:update_translations", args=[source])
    return Cell(language, state, edit, said)


def state_of(page: Any, twin: Any) -> State:
    """Return how a page stands in the language of its twin; None: it has none there."""
    if twin is None:
        return State.MISSING
    if not twin.live:
        return State.DRAFT
    return State.OLDER if is_older(twin, page) else State.LIVE


def _passages(keys: Collection[UUID], language: str) -> dict[UUID, str]:
    """“12 / 15” for each page with a translation that is not whole; two queries."""
    done = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale__language_code=language,
        has_error=False,
    )
    segments = StringSegment.objects.filter(source__object_id__in=keys).order_by()
    counted = segments.values_list("source__object_id")
    total = dict(counted.annotate(count=Count("pk")))
    translated = dict(counted.filter(Exists(done)).annotate(count=Count("pk")))
    return {
        key: _("%(done)s / %(total)s passages") % {"done": translated.get(key, 0), "total": number}
        for key, number in total.items()
        if translated.get(key, 0) < number
    }


def summary(rows: Collection[ParityRow]) -> list[tuple[str, int, int]]:
    """Return (language, pages published and up to date, pages) for each language."""
    return [
        (
            language,
            sum(row.cells[place].state is State.LIVE for row in rows),
            len(rows),
        )
        for place, language in enumerate(TRANSLATED_TO)
    ]

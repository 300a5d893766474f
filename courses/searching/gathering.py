"""What can be found: the words of pages, terms, cards and the help, passage by passage."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

from wagtail import blocks
from wagtail.models import Page

from courses.catalogue.models import Course, CourseStep
from courses.pages.models import CoursePage, StepPage
from courses.pages.outline import Outline, OutlineModule, OutlineStep, outline
from courses.searching.models import SearchEntry
from home.cards.models import ServiceCard
from home.glossary.models import GlossaryTerm
from home.help.blocks import anchor, questions_of
from home.models import HelpPage, StandardPage
from home.passages import passages, text_of

Kind = SearchEntry.Kind


@dataclass(frozen=True)
class Found:
    """What an entry will hold; `passages` are (block id, text), the summary first."""

    kind: str
    key: UUID
    language: str
    title: str
    place: str
    passages: tuple[tuple[str, str], ...]
    module: str = ""
    course_id: int | None = None
    step_id: int | None = None
    also: tuple[str, ...] = field(default=())

    @property
    def facts(self) -> list[Any]:
        """Everything that the entry is made of, as JSON has it."""
        return [
            self.kind, str(self.key), self.language, self.title, self.place, self.module,
            self.course_id, self.step_id, list(self.also), [list(one) for one in self.passages],
        ]  # fmt: skip


def of_course(course: Course) -> Iterator[Found]:
    """
    Yield a course's own page and its steps, in each language that they are written in.

    Nothing of a course that is no longer offered. The words of a lesson are its published
    ones; of a quiz or task only its name is found, since its questions are not to be read.
    """
    if course.retired_at is not None:
        return
    pages = CoursePage.objects.live().filter(course=course).select_related("locale")
    for page in pages:
        yield _course_page(page)
    for language in {page.locale.language_code for page in pages}:
        yield from _steps(course, outline(course, language), language)


def _course_page(page: CoursePage) -> Found:
    outcomes = "\n".join(str(block.value) for block in page.outcomes)
    texts = [page.summary, page.audience, text_of(page.introduction), outcomes]
    return Found(
        kind=Kind.COURSE,
        key=page.translation_key,
        language=page.locale.language_code,
        title=page.title,
        place=page.url_path,
        passages=without_blocks(texts),
        course_id=page.course_id,
        also=(page.course.code,),
    )


def _steps(course: Course, shown: Outline, language: str) -> Iterator[Found]:
    written = [
        (module, step)
        for module in shown.modules
        for step in module.steps
        if step.language == language
    ]
    ids = [step.page_id for _module, step in written]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    for module, step in written:
        yield _step(course, module, step, pages[step.page_id])


def _step(course: Course, module: OutlineModule, step: OutlineStep, page: StepPage) -> Found:
    is_lesson = step.kind == CourseStep.Kind.LESSON
    return Found(
        kind=Kind.LESSON if is_lesson else Kind.TASK,
        key=page.translation_key,
        language=step.language,
        title=step.title,
        place=page.url_path,
        passages=tuple(read(page)) if is_lesson else (),
        module=module.title,
        course_id=course.pk,
        step_id=step.id,
    )


def read(page: Any) -> Iterator[tuple[str, str]]:
    """Yield (id, words) of each block of a page that holds words."""
    worded = (one for one in passages(page) if one.html or is_in_words(one.block))
    for block, members in groupby(worded, key=lambda one: one.path.partition(".")[0]):
        text = "\n".join(filter(None, (one.text.strip() for one in members)))
        if text:
            yield block, text


def is_in_words(block: Any) -> bool:
    """Whether a value of this block is written for readers: no address, no choice, no number."""
    return isinstance(block, blocks.CharBlock | blocks.TextBlock) and not isinstance(
        block, blocks.EmailBlock
    )


def without_blocks(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the passages of something that is made of fields, the empty ones left out."""
    return tuple(("", text.strip()) for text in texts if text.strip())


def of_terms() -> Iterator[Found]:
    """Yield the published terms."""
    for term in GlossaryTerm.objects.filter(live=True).select_related("locale"):
        yield Found(
            kind=Kind.TERM,
            key=term.translation_key,
            language=term.locale.language_code,
            title=term.term,
            place=term.slug,
            passages=(("", text_of(term.definition).strip()),),
            also=tuple(term.other_forms.splitlines()),
        )


def of_cards() -> Iterator[Found]:
    """Yield the published service cards."""
    for card in ServiceCard.objects.filter(live=True).select_related("locale"):
        texts = [card.summary, text_of(card.for_whom), text_of(card.how), card.decided_by, card.law]
        yield Found(
            kind=Kind.CARD,
            key=card.translation_key,
            language=card.locale.language_code,
            title=card.name,
            place=card.slug,
            passages=without_blocks(texts),
        )


def of_pages() -> Iterator[Found]:
    """Yield the published standard pages: the privacy notice and its like."""
    for page in StandardPage.objects.live().select_related("locale"):
        yield Found(
            kind=Kind.PAGE,
            key=page.translation_key,
            language=page.locale.language_code,
            title=page.title,
            place=page.url_path,
            passages=tuple(read(page)),
        )


def of_help() -> Iterator[Found]:
    """Yield the questions of the published help, each as an entry of its own."""
    for page in HelpPage.objects.live().select_related("locale"):
        for topic in page.topics:
            for question_id, question in questions_of(topic.value):
                yield Found(
                    kind=Kind.HELP,
                    # A block's id is any text; its translations have the same one.
                    key=uuid5(page.translation_key, question_id),
                    language=page.locale.language_code,
                    title=question["question"],
                    place=f"{page.url_path}#{anchor(question_id)}",
                    passages=without_blocks([text_of(question["answer"].source)]),
                    module=topic.value["heading"],
                    also=tuple(question["other_words"].splitlines()),
                )


def marks() -> Iterator[tuple[str, str]]:
    """Yield each part of the index with a mark that changes when anything in it does."""
    courses = Course.objects.values_list("pk", "outline_version", "retired_at").order_by("pk")
    for pk, version, retired_at in courses:
        yield f"course {pk}", f"{version} {bool(retired_at)}"
    for part, rows in (
        ("terms", GlossaryTerm.objects),
        ("cards", ServiceCard.objects),
        ("pages", StandardPage.objects),
        ("help", HelpPage.objects),
    ):
        yield part, _mark(rows.filter(live=True).values_list("pk", "latest_revision_id", "slug"))


def _mark(rows: Iterable[tuple[Any, ...]]) -> str:
    return sha256(repr(sorted(rows)).encode()).hexdigest()


def of_part(part: str) -> Iterator[Found]:
    """Yield what a part of the index holds now. Raises LookupError for an unknown part."""
    name, _space, pk = part.partition(" ")
    if name == "course":
        return of_course(Course.objects.get(pk=pk))
    return {"terms": of_terms, "cards": of_cards, "pages": of_pages, "help": of_help}[name]()

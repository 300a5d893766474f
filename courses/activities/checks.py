"""
What must be right in the page of an activity before learners meet it, and what is only advice.

Problems stop publishing; advice is told after it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.activities.statements import StatementSet
from courses.activities.terms import has_words
from home.bodies import body_problems, has_text
from home.file_kinds import CONTENT_TYPES
from home.findings import Finding, advice, stop
from home.words import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from courses.activities.pages import AssignmentPage, SelfAssessmentPage, WebinarPage


def assignment_problems(page: "AssignmentPage") -> Iterator[Finding]:
    """An assignment says what to do, and asks for files of kinds that can be checked."""
    if not has_text(page.body):
        words = _("The assignment has no task. Add a text block that says what the learner does.")
        yield stop("no_task", words, field="body")
    yield from body_problems(page.body, page.locale)
    unknown = [kind for kind in _kinds(page.file_types) if kind not in CONTENT_TYPES]
    if unknown:
        words = _("These kinds of files cannot be checked: %(kinds)s. Known are %(known)s.")
        named = {"kinds": ", ".join(unknown), "known": ", ".join(sorted(CONTENT_TYPES))}
        yield stop("unknown_file_types", words % named, field="file_types")
    names = [block.value["name"].strip().casefold() for block in page.criteria]
    if len(set(names)) < len(names):
        words = _("Two criteria have the same name. Learners could not tell them apart.")
        yield stop("same_criteria", words, field="criteria")


def assignment_advice(page: "AssignmentPage") -> Iterator[Finding]:
    """What makes an assignment fair to write and to assess."""
    if not page.criteria:
        words = _("The assignment has no criteria: learners do not know what is looked for.")
        yield advice("no_criteria", words, field="criteria")
    if page.rounds == 1:
        words = _("It may be handed in once only: staff cannot send it back to be completed.")
        yield advice("one_round", words, field="rounds")


def webinar_problems(page: "WebinarPage") -> Iterator[Finding]:
    """A webinar is done by being there, or by writing before or after it."""
    parts = (page.attendance_counts, has_words(page.task_before), has_words(page.diary))
    if not any(parts):
        words = _(
            "Nothing in the webinar can be done: let attendance count, or write a task before "
            "it or a diary after it."
        )
        yield stop("nothing_to_do", words, field="attendance_counts")
    yield from body_problems(page.body, page.locale)


def self_assessment_problems(page: "SelfAssessmentPage") -> Iterator[Finding]:
    """A self-assessment has statements, in the page's own language too."""
    statements = StatementSet.objects.get(pk=page.statement_set_id).current()
    if not statements:
        words = _("The statements “%(name)s” have no statement to rate.")
        yield stop(
            "no_statements", words % {"name": page.statement_set.name}, field="statement_set"
        )
    language = page.locale.language_code
    lacking = sum(1 for statement in statements if not statement.words.get(language))
    if lacking and language != SOURCE_LANGUAGE:
        words = ngettext(
            "%(count)s statement is not translated. Add its words under Statements.",
            "%(count)s statements are not translated. Add their words under Statements.",
            lacking,
        )
        field = "statement_set"
        yield stop("statements_untranslated", words % {"count": lacking}, field=field)


def self_assessment_advice(page: "SelfAssessmentPage") -> Iterator[Finding]:
    """The pair shows what the training changed: one without the other shows nothing."""
    other = "after" if page.moment == "before" else "before"
    twins = type(page).objects.filter(statement_set=page.statement_set_id, moment=other)
    if not twins.exists():
        words = (
            _("No page asks the same statements after the training, so no growth is shown.")
            if other == "after"
            else _("No page asks the same statements before the training: no growth is shown.")
        )
        yield advice("no_twin", words, field="statement_set")


def _kinds(file_types: str) -> list[str]:
    return [kind.lower().removeprefix(".") for kind in file_types.replace(",", " ").split()]

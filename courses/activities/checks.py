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
from home.words import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from courses.activities.pages import AssignmentPage, SelfAssessmentPage, WebinarPage


def assignment_problems(page: "AssignmentPage") -> Iterator[str]:
    """An assignment says what to do, and asks for files of kinds that can be checked."""
    if not has_text(page.body):
        yield _("The assignment has no task. Add a text block that says what the learner does.")
    yield from body_problems(page.body, page.locale)
    unknown = [kind for kind in _kinds(page.file_types) if kind not in CONTENT_TYPES]
    if unknown:
        yield _("These kinds of files cannot be checked: %(kinds)s. Known are %(known)s.") % {
            "kinds": ", ".join(unknown),
            "known": ", ".join(sorted(CONTENT_TYPES)),
        }
    names = [block.value["name"].strip().casefold() for block in page.criteria]
    if len(set(names)) < len(names):
        yield _("Two criteria have the same name. Learners could not tell them apart.")


def assignment_advice(page: "AssignmentPage") -> Iterator[str]:
    """What makes an assignment fair to write and to assess."""
    if not page.criteria:
        yield _("The assignment has no criteria: learners do not know what is looked for.")
    if page.rounds == 1:
        yield _("It may be handed in once only: staff cannot send it back to be completed.")


def webinar_problems(page: "WebinarPage") -> Iterator[str]:
    """A webinar is done by being there, or by writing before or after it."""
    parts = (page.attendance_counts, has_words(page.task_before), has_words(page.diary))
    if not any(parts):
        yield _(
            "Nothing in the webinar can be done: let attendance count, or write a task before "
            "it or a diary after it."
        )
    yield from body_problems(page.body, page.locale)


def self_assessment_problems(page: "SelfAssessmentPage") -> Iterator[str]:
    """A self-assessment has statements, in the page's own language too."""
    statements = StatementSet.objects.get(pk=page.statement_set_id).current()
    if not statements:
        yield _("The statements “%(name)s” have no statement to rate.") % {
            "name": page.statement_set.name
        }
    language = page.locale.language_code
    lacking = sum(1 for statement in statements if not statement.words.get(language))
    if lacking and language != SOURCE_LANGUAGE:
        yield ngettext(
            "%(count)s statement is not translated. Add its words under Statements.",
            "%(count)s statements are not translated. Add their words under Statements.",
            lacking,
        ) % {"count": lacking}


def self_assessment_advice(page: "SelfAssessmentPage") -> Iterator[str]:
    """The pair shows what the training changed: one without the other shows nothing."""
    other = "after" if page.moment == "before" else "before"
    twins = type(page).objects.filter(statement_set=page.statement_set_id, moment=other)
    if not twins.exists():
        yield (
            _("No page asks the same statements after the training, so no growth is shown.")
            if other == "after"
            else _("No page asks the same statements before the training: no growth is shown.")
        )


def _kinds(file_types: str) -> list[str]:
    return [kind.lower().removeprefix(".") for kind in file_types.replace(",", " ").split()]

"""
What to remember while writing, on the form itself: short, in the editor's language.

The chapters are those of the guide by their names in the address (`home.guide.chapters`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words: TypeAlias = str | Promise


@dataclass(frozen=True)
class Advice:
    """How one kind of thing is written: some sentences, and the chapter that says more."""

    heading: Words
    points: Sequence[Words]
    chapter: str
    # Groups of the block menu, and when each is used.
    groups: Sequence[tuple[Words, Words]] = ()


BLOCKS = (
    (
        _("Text"),
        _("The lesson itself: headings in order, short passages, one thing at a time."),
    ),
    (
        _("Pictures and files"),
        _(
            "Each says the same in words: alternative text, captions, transcript. A file is an "
            "extra, never the only place of a fact."
        ),
    ),
    (
        _("Tables and diagrams"),
        _(
            "To compare, or to show an order. The first column names its row; on a phone a table "
            "is read as a list."
        ),
    ),
    (
        _("To think about"),
        _("A question after every two or three passages keeps the reader with you."),
    ),
    (
        _("To do"),
        _(
            "The learner writes, marks and chooses. It is kept for them alone and never decides "
            "the completion, so promise no feedback."
        ),
    ),
    (
        _("Words and services"),
        _("Cards of services and terms that are kept in one place for all lessons."),
    ),
)

ADVICE: dict[str, Advice] = {
    "course": Advice(
        _("How a course's page is written"),
        (
            _("Code, credits and who may study are in the course's own data, not here."),
            _("Write three to six outcomes: what one can do afterwards. Begin with a verb."),
            _("Then add modules below this page, and lessons below them."),
        ),
        "mista-koulutus-koostuu",
    ),
    "module": Advice(
        _("How a module is made"),
        (
            _("A module is three to six lessons on one matter, and perhaps a quiz last."),
            _("Learners meet the pages in the order of the list: drag them to change it."),
            _("A draft module hides all its pages."),
        ),
        "mista-koulutus-koostuu",
    ),
    "lesson": Advice(
        _("How a lesson is written"),
        (
            _("One matter in about ten minutes. Begin with text under a heading; sources last."),
            _("Write to the reader as “you”, in short sentences, and explain each new term."),
            _("The eye in the menu of blocks shows how each block looks when it is ready."),
        ),
        "oppitunnin-kirjoittaminen",
        BLOCKS,
    ),
    "quiz_page": Advice(
        _("How a quiz gets its place"),
        (
            _("This page says what the quiz is about. Questions and rules are under Quizzes."),
            _("One quiz has one page in each language; the attempt is the same in all."),
        ),
        "testin-saannot",
    ),
    "assignment": Advice(
        _("How an assignment is written"),
        (
            _("Say what is handed in, how long it is, and who reads it."),
            _("Criteria tell beforehand what is looked for; the assessor marks by them."),
            _("Remind learners to write of nobody who could be recognised."),
        ),
        "mista-koulutus-koostuu",
    ),
    "webinar": Advice(
        _("How a webinar is planned"),
        (
            _("Times and links belong to course runs; here is what is the same for everybody."),
            _("Choose what belongs to it: a task before, being there, a diary after."),
        ),
        "mista-koulutus-koostuu",
    ),
    "self_assessment": Advice(
        _("How a self-assessment is used"),
        (
            _("The same statements before and after show the learner how they have grown."),
            _("Answers are the learner's own: nobody else sees them, and no grade reads them."),
        ),
        "mista-koulutus-koostuu",
    ),
    "standard": Advice(
        _("How a page of the site is written"),
        (
            _("The page stands on its own: its first sentence says whom it helps with what."),
            _("Set who keeps it and when it is checked next."),
        ),
        "kuka-pitaa-tiedot-ajan-tasalla",
    ),
    "help": Advice(
        _("How the help is written"),
        (
            _("One thing a question, in the readers' words; what is asked most comes first."),
            _("Answer in the first sentence, and name buttons as they stand on the page."),
            _("A question keeps its address when its words change: links to it stay right."),
        ),
        "ohje-lukijoille",
    ),
    "term": Advice(
        _("How a term is explained"),
        (
            _("Explain in one or two sentences, without other terms where you can."),
            _("Give the bent forms too: texts are linked to the term by them."),
            _("Name the source, and the law by its number only when you have checked it."),
        ),
        "kuka-pitaa-tiedot-ajan-tasalla",
    ),
    "card": Advice(
        _("How a service card is kept"),
        (
            _("Who the service is for, how one gets it, who decides: one sentence each."),
            _("What differs between wellbeing services counties goes into the ways of counties."),
        ),
        "kuka-pitaa-tiedot-ajan-tasalla",
    ),
    "exercise": Advice(
        _("How an H5P exercise is added"),
        (
            _("Make it elsewhere, download it as .h5p, and add the file here."),
            _("In the lesson, say the same in words: not everybody can use the exercise."),
            _("It enriches, and never decides a completion or a certificate."),
        ),
        "oppitunnin-kirjoittaminen",
    ),
}

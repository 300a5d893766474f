"""Banks, questions, quizzes and their pages; attempts are made by the product's own verbs."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from courses.catalogue.models import CourseStep
from quizzes.attempts.history import ResponseProposal
from quizzes.attempts.saving import save_answer
from quizzes.attempts.starting import start_attempt
from quizzes.banks.authoring import make_question
from quizzes.banks.models import QuestionBank
from quizzes.banks.translating import translate_question
from quizzes.grading.registry import question_type
from quizzes.quiz.models import Quiz, QuizPage
from quizzes.quiz.slots import QuizSlot
from tests.factories.courses import CourseStepFactory, EnrolmentFactory, ModulePageFactory
from tests.factories.home import PageFactory, ParentFactory

SINGLE = (("Oikea", "1", "Juuri niin."), ("Puolikas", "0.5", "Osin."), ("Väärä", "0", "Ei näin."))
MULTIPLE = (
    ("Ensimmäinen", "0.5", "Tämä kuuluu joukkoon."),
    ("Toinen", "0.5", "Tämäkin kuuluu."),
    ("Kolmas", "-0.5", "Tämä ei kuulu."),
)
STATEMENT = (("Oikein", "0", "Ei pidä paikkaansa."), ("Väärin", "1", "Niin on."))


class QuestionBankFactory(DjangoModelFactory):
    class Meta:
        model = QuestionBank

    name = factory.Sequence(lambda n: f"Pankki {n}")


def question(bank=None, kind="single_choice", **fields):
    """A published question; `code` and words follow from how many the bank has."""
    bank = bank or QuestionBankFactory()
    number = bank.questions.count() + 1
    options = {"single_choice": SINGLE, "multiple_choice": MULTIPLE, "true_false": STATEMENT}
    return make_question(
        **{
            "bank": bank,
            "code": f"K{number}",
            "kind": kind,
            "name": f"Kysymys {number}",
            "stem": f"<p>Kysymys {number} pankista {bank.name}?</p>",
            "options": options.get(kind, ()),
            "shuffle": False,
            **fields,
        }
    )


def bank_of(count, **fields):
    """A bank with so many published questions."""
    bank = QuestionBankFactory()
    for _ in range(count):
        question(bank, **fields)
    return bank


def in_swedish(source):
    """Translate a question of this file into Swedish; its options are said with a dash."""
    Locale.objects.get_or_create(language_code="sv")
    words = {"single_choice": SINGLE, "multiple_choice": MULTIPLE, "true_false": STATEMENT}
    return translate_question(
        source,
        "sv",
        stem="<p>Fråga på svenska?</p>",
        options=[(f"sv {text}", f"sv {feedback}") for text, _share, feedback in words[source.kind]],
    )


class QuizFactory(DjangoModelFactory):
    """A quiz; `asks=[question, …]` or `draws=(n, bank)` give it slots."""

    class Meta:
        model = Quiz
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Koe {n}")
    pass_percent = 60

    @factory.post_generation
    def asks(self, create, questions, **kwargs):
        for number, asked in enumerate(questions or []):
            QuizSlot.objects.create(quiz=self, question=asked, sort_order=number)

    @factory.post_generation
    def draws(self, create, drawn, **kwargs):
        if drawn:
            count, bank = drawn
            QuizSlot.objects.create(quiz=self, bank=bank, draw_count=count, sort_order=100)


class QuizPageFactory(PageFactory):
    """A published quiz page; fields of the quiz as `quiz__…`."""

    class Meta:
        model = QuizPage

    title = factory.Sequence(lambda n: f"Loppukoe {n}")
    quiz = factory.SubFactory(QuizFactory)
    parent = ParentFactory(ModulePageFactory)


@dataclass(frozen=True)
class Place:
    """A quiz as a step of a course without pages: all that attempts need."""

    quiz: Quiz
    step: CourseStep


def placed(quiz, **fields):
    """Put a quiz into a course of its own; fields go to the step."""
    return Place(quiz, CourseStepFactory(kind=CourseStep.Kind.QUIZ, **fields))


def step_of(place):
    """The step that a quiz page, or a placed quiz, is."""
    if isinstance(place, Place):
        return place.step
    return CourseStep.objects.get(key=place.translation_key)


def enrolled(place, learner=None, **fields):
    """An enrolment on a run of the course that a quiz page, or a placed quiz, belongs to."""
    course = step_of(place).course
    who = {"learner": learner} if learner else {}
    run = course.runs.first()
    where = {"run": run} if run else {"run__course": course}
    return EnrolmentFactory(**where, **who, **fields)


def started(place, enrolment=None, **fields):
    """An attempt at a quiz page, or a placed quiz, started the way a learner does."""
    return start_attempt(
        enrolment=enrolment or enrolled(place),
        step=step_of(place),
        quiz=place.quiz,
        **{"language": "fi", **fields},
    )


def right_keys(response):
    """The options that together give full marks."""
    frozen = response.question_version.content
    worth = question_type(frozen["kind"]).worth(frozen["structure"])
    wanted = 1 if frozen["kind"] != "multiple_choice" else Decimal("0.0000001")
    return [key for key, share in worth.items() if share >= wanted]


def answered(attempt, position, choice=None, **fields):
    """Save an answer, the right one unless told; returns the receipt."""
    response = attempt.responses.select_related("question_version").get(position=position)
    return save_answer(
        **{
            "learner": attempt.enrolment.learner,
            "attempt_id": attempt.pk,
            "position": position,
            "sent": {"choice": right_keys(response) if choice is None else choice},
            "key": uuid4(),
            "based_on": response.version,
            "language": "fi",
            **fields,
        }
    )


def proposed(attempt, position, choice=None, **fields):
    """An answer that waited offline beside the one in force: none, unless told."""
    answered(attempt, position, choice or [], queued=True, based_on=0, **fields)
    return ResponseProposal.objects.get(response__attempt=attempt, response__position=position)

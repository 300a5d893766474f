"""The banks, section quizzes and exams of the demo, and how its people pass them."""

import math
import random
from pathlib import Path
from typing import Any
from uuid import uuid4

from courses.models import CoursePage, CourseStep, Enrolment, ModulePage
from demo.loading.pages import put, translate
from demo.loading.practice import MINUTES as PRACTICE_MINUTES
from demo.loading.practice import load_practice, sent_for
from demo.loading.texts import COURSES, Text, read, sources, translated
from home.html import clean
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.saving import save_answer
from quizzes.attempts.starting import start_attempt
from quizzes.attempts.submitting import submit_attempt
from quizzes.banks.authoring import make_question
from quizzes.banks.models import Question, QuestionBank
from quizzes.banks.translating import translate_question
from quizzes.grading.registry import CHOICES, choice_type
from quizzes.quiz.models import Quiz, QuizPage
from quizzes.quiz.slots import QuizSlot

SECTION_PASS_PERCENT = 60
SECTION_MINUTES = 5
EXAM_MODULE = {
    "title": "Lopputentti",
    "slug": "lopputentti",
    "summary": "Kysymyksiä koko koulutuksesta. Hyväksytty tentti tuo sinulle todistuksen.",
}
EXAM_MODULE_IN_SWEDISH = {
    "title": "Sluttent",
    "slug": "sluttent",
    "summary": "Frågor om hela utbildningen. En godkänd tent ger dig ett intyg.",
}


def load_section_quiz(module: ModulePage, file: Path) -> None:
    """
    Make a module's quiz of fixed questions.

    It is required where its course has no exam: something must decide on the completion.
    """
    text = read(file)
    words = translated(file, "sv")
    quiz, made = Quiz.objects.get_or_create(
        name=f"{text['question'][0]['code'].split('-')[0]}: {text['title']}",
        defaults={"pass_percent": SECTION_PASS_PERCENT},
    )
    if made:
        bank, _ = QuestionBank.objects.get_or_create(name=f"{module.title}: osion kysymykset")
        for number, question in enumerate(_questions(bank, text, words)):
            QuizSlot.objects.create(quiz=quiz, question=question, sort_order=number)
    required = not (file.parent.parent / "exam.toml").is_file()
    _page(module, file, quiz, text, words, minutes=SECTION_MINUTES, required=required)


def load_practice_quiz(module: ModulePage, file: Path) -> None:
    """Make a quiz of one question of every type; its page waits for the module's translation."""
    text = read(file)
    quiz = load_practice(text, translated(file, "sv"))
    _page(module, file, quiz, text, None, minutes=PRACTICE_MINUTES, required=False)


def load_exam(course_page: CoursePage, folder: Path) -> None:
    """Make the bank and the exam that draws from it, in a module of its own."""
    text = read(folder / "exam.toml")
    words = translated(folder / "exam.toml", "sv")
    bank, _ = QuestionBank.objects.get_or_create(name=f"{course_page.title}: {text['title']}")
    quiz, made = Quiz.objects.get_or_create(
        name=f"{course_page.course.code}: {text['title']}",
        defaults={
            "pass_percent": text["pass_percent"],
            "attempts_allowed": text["attempts_allowed"],
            "time_limit_minutes": text["time_limit_minutes"],
        },
    )
    if made:
        for file in sources(folder / "bank"):
            _questions(bank, read(file), translated(file, "sv"))
        QuizSlot.objects.create(quiz=quiz, bank=bank, draw_count=text["draw"])
    module = put(course_page, ModulePage, f"{folder.name}/exam-module", **EXAM_MODULE)
    if words:
        # First: a page below a module that is not live in a language cannot be read there.
        translate(module, "sv", lambda twin: _reword(twin, EXAM_MODULE_IN_SWEDISH))
    _page(
        module,
        folder / "exam.toml",
        quiz,
        text,
        words,
        minutes=text["time_limit_minutes"],
        required=True,
    )


def _page(
    module: ModulePage, file: Path, quiz: Quiz, text: Text, words: Text | None, **place: Any
) -> None:
    page = put(
        module,
        QuizPage,
        str(file.relative_to(COURSES).with_suffix("")),
        quiz=quiz,
        title=text["title"],
        slug=text["slug"],
        introduction=clean(text["introduction"]),
        **place,
    )
    if words:
        spoken = {"title": words["title"], "slug": words["slug"]}
        spoken["introduction"] = clean(words["introduction"])
        translate(page, "sv", lambda twin: _reword(twin, spoken))


def _reword(twin: Any, words: dict[str, str]) -> None:
    for field, text in words.items():
        setattr(twin, field, text)


def _questions(bank: QuestionBank, text: Text, words: Text | None) -> list[Question]:
    """Make a file's questions, with their Swedish words where they have them."""
    made = [_question(bank, table) for table in text["question"]]
    if words:
        for question, table in zip(made, words["question"], strict=True):
            translate_question(
                question,
                "sv",
                stem=table["stem"],
                options=[(option["text"], option["feedback"]) for option in table["options"]],
                general_feedback=table.get("general_feedback", ""),
            )
    return made


def _question(bank: QuestionBank, table: Text) -> Question:
    return make_question(
        bank=bank,
        code=table["code"],
        kind=table["kind"],
        name=table["name"],
        stem=table["stem"],
        options=[
            (option["text"], option["fraction"], option["feedback"]) for option in table["options"]
        ],
        tags=table["tags"],
        general_feedback=table.get("general_feedback", ""),
    )


def take_quiz(enrolment: Enrolment, step: CourseStep, dice: random.Random) -> Attempt:
    """
    Answer every question of a step's quiz, some of them wrong, and submit.

    A quiz that the course requires is passed. Who slips, and where, follows what a person
    knows and how hard a question is, so that the item analysis has something to tell.
    """
    page = QuizPage.objects.select_related("quiz").get(
        translation_key=step.key, locale__language_code="fi"
    )
    attempt = start_attempt(
        enrolment=enrolment, step=step, quiz=page.quiz, language="fi", dice=dice
    )
    responses = list(attempt.responses.select_related("question_version"))
    slips = _slips(responses, random.Random(enrolment.learner.email).gauss(1.6, 1.1), dice)
    if step.required:
        slips = slips[: len(responses) * (100 - page.quiz.pass_percent) // 100]
    for response in responses:
        save_answer(
            learner=enrolment.learner,
            attempt_id=attempt.pk,
            position=response.position,
            sent=_sent(response, response.position in slips, dice),
            key=uuid4(),
            based_on=response.version,
            language="fi",
        )
    return submit_attempt(attempt)


def _slips(responses: list[Response], knows: float, dice: random.Random) -> list[int]:
    """Choose the positions to get wrong: the harder, and the less one knows, the likelier."""
    return [
        response.position
        for response in responses
        if dice.random() > 1 / (1 + math.exp(_hardness(response) - knows))
    ]


def _hardness(response: Response) -> float:
    """Return how hard a question is: for everybody the same, and the same at every load."""
    words = response.question_version.content["words"]["fi"]["stem"]
    return random.Random(words).gauss(0, 1.1)


def _sent(response: Response, is_slip: bool, dice: random.Random) -> dict[str, Any]:
    """Return what the form sends; only choices are got wrong."""
    if response.question_version.content["kind"] in CHOICES:
        return {"choice": _choice(response, is_slip, dice)}
    return sent_for(response, dice)


def _choice(response: Response, is_slip: bool, dice: random.Random) -> list[str]:
    """Choose right, or as somebody would who took the nearest distractor for right."""
    content = response.question_version.content
    worth = choice_type(content["kind"]).worth(content["structure"])
    right = [key for key, fraction in worth.items() if fraction > 0]
    wrong = [key for key, fraction in worth.items() if fraction <= 0]
    if not is_slip or not wrong:
        return right
    slip = dice.choice([wrong[0], *wrong])
    return [*right[1:], slip] if content["kind"] == "multiple_choice" else [slip]

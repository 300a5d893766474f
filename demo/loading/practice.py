"""A practice quiz of the demo: one question of every type, for trainers to try."""

import random
from typing import Any

from demo.loading.texts import Text
from quizzes.attempts.models import Response
from quizzes.banks.authoring import make_question
from quizzes.banks.models import Question, QuestionBank
from quizzes.banks.translating import translate_question
from quizzes.content import right_answer
from quizzes.grading import matching, ordering
from quizzes.grading.gap_select import field_of
from quizzes.quiz.models import Quiz
from quizzes.quiz.slots import QuizSlot

PASS_PERCENT = 50
MINUTES = 15
# What people write where no answer is right by rule.
WRITTEN = (
    "Osallistuja haastattelee oman asiakkaansa Kykyviisarin avulla, kirjaa tärkeimmän tavoitteen "
    "asiakkaan sanoin ja kertoo ryhmälle, mitä teki sen hyväksi seuraavan kuukauden aikana.",
    "Pyydän osallistujaa kuvaamaan yhden verkostoneuvottelun: kuka kutsuttiin, mitä sovittiin ja "
    "kuka vastaa. Ryhmä arvioi kuvauksen yhdessä sovituilla kriteereillä.",
    "Tehtävä on oman työpaikan varhaisen tuen mallin parantaminen yhdellä askeleella, jonka "
    "osallistuja perustelee ja kokeilee esihenkilön kanssa ennen seuraavaa tapaamista.",
)


def load_practice(text: Text, words: Text | None) -> Quiz:
    """Return the quiz, made with its bank where it is missing; nothing in it draws lots."""
    quiz, made = Quiz.objects.get_or_create(
        name=f"Harjoitus: {text['bank']}", defaults={"pass_percent": PASS_PERCENT}
    )
    if made:
        bank, _ = QuestionBank.objects.get_or_create(name=text["bank"])
        for number, table in enumerate(text["question"]):
            said = words["question"][number] if words else None
            question = _question(bank, table, said)
            points = 0 if question.kind == "description" else 1
            QuizSlot.objects.create(quiz=quiz, question=question, sort_order=number, points=points)
    return quiz


def _question(bank: QuestionBank, table: Text, words: Text | None) -> Question:
    made = make_question(
        bank=bank,
        code=table["code"],
        kind=table["kind"],
        name=table["name"],
        stem=table["stem"],
        value=table["value"],
    )
    if words:
        translate_question(made, "sv", stem=words["stem"], value=words["value"])
    return made


def sent_for(response: Response, dice: random.Random) -> dict[str, Any]:
    """Return what a form sends with a right answer to a question that is no choice."""
    content = response.question_version.content
    if content["kind"] == "essay":
        return {"text": [dice.choice(WRITTEN)]}
    return as_sent(content["structure"], right_answer(content, "fi"))


def as_sent(structure: dict[str, Any], answer: dict[str, Any] | None) -> dict[str, Any]:
    """Return what a form sends for a stored answer."""
    if not answer:
        return {}
    if "options" in answer:
        return {"choice": answer["options"]}
    if "pairs" in answer:
        return {
            matching.field_of(pair): [matching.token_of(structure, key)]
            for pair, key in answer["pairs"].items()
        }
    if "order" in answer:
        return {ordering.FIELD: answer["order"]}
    if "gaps" in answer:
        return {
            field_of(gap): given if isinstance(given, list) else [given]
            for gap, given in answer["gaps"].items()
        }
    return {name: [given] for name, given in answer.items() if isinstance(given, str)}

"""A bank as a file."""

from collections.abc import Callable, Iterable

from quizzes.banks.models import Question, QuestionBank
from quizzes.exchange.parsed import Changed, ParsedQuestion, Remark
from quizzes.exchange.storing import library, parsed, stored_questions
from quizzes.exchange.writing_gift import write_gift
from quizzes.exchange.writing_xml import write_moodle_xml

Write = Callable[[Iterable[ParsedQuestion]], tuple[str, list[Changed]]]

WRITERS: dict[str, Write] = {"gift": write_gift, "moodle-xml": write_moodle_xml}
ENDINGS = {"gift": ".gift.txt", "moodle-xml": ".xml"}
TYPES = {"gift": "text/plain; charset=utf-8", "moodle-xml": "application/xml; charset=utf-8"}


def export_bank(bank: QuestionBank, form: str) -> tuple[str, list[Changed]]:
    """
    Return a bank's questions, drafts too, in a format of WRITERS, and what it cannot hold.

    What is live is written as it is live; a draft that never was, as it stands now.
    """
    asked = Question.objects.filter(bank=bank).in_source_language()
    stored = stored_questions(asked)
    images = library(stored)
    questions, lost = [], []
    for kept in stored:
        question = parsed(kept, images)
        name = f"{kept.code} {kept.name}"
        if question is None:
            lost.append(Changed(0, name, Remark("no_answer_block")))
            continue
        questions.append(question)
        for remark in kept.notes.remarks:
            if remark.code in {"internal_link", "picture_gone"}:
                lost.append(Changed(0, name, remark))
    text, not_held = WRITERS[form](questions)
    return text, lost + not_held + _translations(bank)


def _translations(bank: QuestionBank) -> list[Changed]:
    """Files hold one language: say whose other languages stay behind."""
    source = Question.objects.filter(bank=bank).in_source_language()
    others = Question.objects.filter(bank=bank).exclude(pk__in=source).values("translation_key")
    return [
        Changed(0, str(question), Remark("translations"))
        for question in source.filter(translation_key__in=others)
    ]

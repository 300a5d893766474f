"""
What an import would do to a bank: which questions are new, which are there already.

A question is known by its code; where the file gives none, by what it says. So the same file
again adds nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from django.core.exceptions import ValidationError
from wagtail.models import Locale

from home.checks import block_problems, label_of, text_problems
from home.words import SOURCE_LANGUAGE
from quizzes.banks.models import Question, QuestionBank
from quizzes.banks.values import hint_values, identity
from quizzes.exchange.parsed import Changed, Json, ParsedQuestion, Reading, Remark
from quizzes.exchange.stored import with_ids
from quizzes.exchange.storing import (
    content_key,
    fields_of,
    in_library,
    library,
    parsed,
    same,
    stored_questions,
)

# The bank and the language are there, and the plan gives each code once.
KNOWN_TO_FIT = {
    "bank", "locale", "code", "answer", "hints", "latest_revision", "live_revision", "owner",
    "locked_by", "translation_key",
}  # fmt: skip


class Deed(Enum):
    """What happens to a question of a file."""

    ADD = "add"
    UPDATE = "update"
    LEAVE = "leave"


@dataclass
class Planned:
    """One question of a file and what becomes of it; `row` is the one that it updates."""

    question: ParsedQuestion
    code: str
    deed: Deed
    row: int | None = None
    publish: bool = False
    remarks: list[Remark] = field(default_factory=list)


def plan_import(reading: Reading, bank: QuestionBank | None, *, publish: bool) -> list[Planned]:
    """
    Say what each accepted question of a file would become; nothing is written.

    `bank` is None where it does not exist yet. With `publish`, what is not fit to be asked
    stays a draft and says why.
    """
    there = _Bank(bank)
    planned = [there.place(question) for question in reading.accepted]
    for one in planned:
        if one.deed is not Deed.LEAVE and one.question.incomplete:
            one.remarks.append(Remark("incomplete"))
    if publish:
        check_fitness(planned, bank)
    return planned


def check_fitness(planned: Iterable[Planned], bank: QuestionBank | None) -> None:
    """Settle which questions an import that publishes would publish; the others say why not."""
    locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    for one in planned:
        if one.deed is not Deed.LEAVE and not one.question.incomplete:
            _check(one, bank, locale)


def said(planned: list[Planned]) -> list[Changed]:
    """Return what is to be said on what becomes of questions."""
    return [
        Changed(one.question.line, one.question.name, remark)
        for one in planned
        for remark in one.remarks
    ]


def draft(
    one: Planned,
    bank: QuestionBank | None,
    locale: Locale,
    pictures: dict[str, int] | None = None,
) -> Question:
    """
    Return the row that a question would be, not saved.

    `pictures` are the library's numbers by the file's names; without them texts keep the
    file's pictures.
    """
    question = one.question
    place = f"{bank.name if bank else ''}/{one.code}"
    value = in_library(question.value, pictures)
    block = {"type": question.kind, "value": with_ids(value), "id": identity(place)}
    return Question(
        bank=bank,
        code=one.code,
        locale=locale,
        live=False,
        has_unpublished_changes=True,
        stem=in_library(question.stem, pictures),
        general_feedback=in_library(question.general_feedback, pictures),
        answer=[block],
        hints=hint_blocks(question, pictures, place),
        **fields_of(question),
    )


def hint_blocks(
    question: ParsedQuestion, pictures: dict[str, int] | None, place: str
) -> list[Json]:
    """Return the raw data of a question's hints."""
    return hint_values(
        [
            {
                "text": in_library(hint.text, pictures),
                "clear_wrong": hint.clear_wrong,
                "show_count": hint.show_count,
            }
            for hint in question.hints
        ],
        place,
    )


def _check(one: Planned, bank: QuestionBank | None, locale: Locale) -> None:
    if problems := list(_problems(draft(one, bank, locale))):
        one.remarks.append(Remark("stays_draft", {"problems": " ".join(problems)}))
    else:
        one.publish = True


def _problems(row: Question) -> Iterator[str]:
    """Yield what the publishing gate would say, without asking the database for each row."""
    try:
        row.clean_fields(exclude=KNOWN_TO_FIT)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield from (f"{label_of(row, name)}: {message}" for message in messages)
    yield from map(str, block_problems(row))
    yield from map(str, row.publishing_problems())
    yield from map(str, text_problems(row))


class _Bank:
    """The questions of a bank by code and by content, as an import goes on."""

    def __init__(self, bank: QuestionBank | None) -> None:
        self.codes: dict[str, tuple[int, ParsedQuestion | None]] = {}
        self.contents: dict[str, str] = {}
        self.lines_by_code: dict[str, int] = {}
        self.lines_by_content: dict[str, int] = {}
        if bank is None:
            return
        stored = stored_questions(Question.objects.filter(bank=bank).in_source_language())
        images = library(stored)
        for kept in stored:
            question = parsed(kept, images)
            self.codes[kept.code] = (kept.number, question)
            if question:
                self.contents.setdefault(content_key(question), kept.code)

    def place(self, question: ParsedQuestion) -> Planned:
        """Find the place of a question in the bank."""
        content = content_key(question)
        if question.code:
            return self._by_code(question, content)
        made = f"Q-{content[:10].upper()}"
        if content in self.contents:
            known = self.contents[content]
            remark = Remark("same_content", {"code": known})
            return Planned(question, known, Deed.LEAVE, remarks=[remark])
        if content in self.lines_by_content:
            remark = Remark("twice_in_file", {"line": self.lines_by_content[content]})
            return Planned(question, made, Deed.LEAVE, remarks=[remark])
        if made in self.codes:
            remark = Remark("edited_since", {"code": made})
            return Planned(question, made, Deed.LEAVE, remarks=[remark])
        return self._added(question, made, content)

    def _by_code(self, question: ParsedQuestion, content: str) -> Planned:
        code = question.code
        if code in self.lines_by_code:
            made = self._free(f"{code[:85]}-{content[:10].upper()}")
            values = {"line": self.lines_by_code[code], "code": made}
            planned = self._again(replace(question, code=made), content)
            return replace(
                planned, remarks=[Remark("code_twice_in_file", values), *planned.remarks]
            )
        return self._again(question, content)

    def _free(self, code: str) -> str:
        number = 1
        while f"{code}{f'-{number}' if number > 1 else ''}" in self.lines_by_code:
            number += 1
        return f"{code}{f'-{number}' if number > 1 else ''}"

    def _again(self, question: ParsedQuestion, content: str) -> Planned:
        code = question.code
        if code not in self.codes:
            return self._added(question, code, content)
        number, there = self.codes[code]
        self.lines_by_code[code] = question.line
        if there is not None and same(question, there):
            return Planned(question, code, Deed.LEAVE, remarks=[Remark("same_code")])
        remark = Remark("updated", {"code": code})
        return Planned(question, code, Deed.UPDATE, row=number, remarks=[remark])

    def _added(self, question: ParsedQuestion, code: str, content: str) -> Planned:
        self.lines_by_code[code] = question.line
        self.lines_by_content.setdefault(content, question.line)
        return Planned(question, code, Deed.ADD)

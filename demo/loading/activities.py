"""Assignments, webinars and self-assessments of the demo, as pages."""

from pathlib import Path
from typing import Any

from courses.models import (
    AssignmentPage,
    ModulePage,
    SelfAssessmentPage,
    Statement,
    StatementSet,
    WebinarPage,
)
from demo.loading.bodies import body, stream
from demo.loading.pages import put, translate
from demo.loading.texts import COURSES, Text, read, translated
from home.html import clean

RULES = ("min_words", "max_words", "files_least", "files_most", "file_types", "rounds")


def load_activity(module: ModulePage, file: Path, text: Text) -> None:
    """Make the page of an activity where it is missing, and its Swedish twin."""
    name = str(file.relative_to(COURSES).with_suffix(""))
    model, fields, reword = KINDS[text["kind"]](file, text, name)
    page = put(
        module,
        model,
        name,
        title=text["title"],
        slug=text["slug"],
        minutes=text["minutes"],
        review_by=text["review_by"],
        **fields,
    )
    if words := translated(file, "sv"):

        def in_swedish(twin: Any) -> None:
            twin.title, twin.slug = words["title"], words["slug"]
            reword(twin, words)

        translate(page, "sv", in_swedish)


def _assignment(file: Path, text: Text, name: str) -> Any:
    fields = {
        "summary": text["summary"],
        "body": body(text["body"], name, "fi", text["body"]),
        "criteria": _criteria(text, text, name),
        **{rule: text[rule] for rule in RULES if rule in text},
    }

    def reword(twin: AssignmentPage, words: Text) -> None:
        twin.summary = words["summary"]
        twin.body = body(words["body"], name, "sv", text["body"])
        twin.criteria = _criteria(text, words, name)

    return AssignmentPage, fields, reword


def _criteria(text: Text, words: Text, name: str) -> str:
    """The criteria as the JSON of a stream; points are the Finnish file's."""
    return stream(
        f"{name}/criteria",
        [
            (
                "criterion",
                {
                    "name": said["name"],
                    "description": said["description"],
                    "points": source["points"],
                },
            )
            for source, said in zip(text["criteria"], words["criteria"], strict=True)
        ],
    )


def _webinar(file: Path, text: Text, name: str) -> Any:
    fields = {
        "summary": text["summary"],
        "body": body(text["body"], name, "fi", text["body"]),
        "task_before": clean(text["task_before"]),
        "diary": clean(text["diary"]),
    }

    def reword(twin: WebinarPage, words: Text) -> None:
        twin.summary = words["summary"]
        twin.body = body(words["body"], name, "sv", text["body"])
        twin.task_before, twin.diary = clean(words["task_before"]), clean(words["diary"])

    return WebinarPage, fields, reword


def _self_assessment(file: Path, text: Text, name: str) -> Any:
    fields = {
        "introduction": clean(text["introduction"]),
        "moment": text["moment"],
        "statement_set": load_statements(file.parent.parent / "statements.toml"),
    }

    def reword(twin: SelfAssessmentPage, words: Text) -> None:
        twin.introduction = clean(words["introduction"])

    return SelfAssessmentPage, fields, reword


def load_statements(file: Path) -> StatementSet:
    """Return the statements of a course, made where they are missing."""
    text = read(file)
    found, made = StatementSet.objects.get_or_create(
        name=text["name"],
        defaults={name: text[name] for name in ("levels", "lowest", "highest")},
    )
    if made:
        Statement.objects.bulk_create(
            Statement(statement_set=found, position=position, words=words)
            for position, words in enumerate(text["statement"], start=1)
        )
    return found


KINDS = {
    "assignment": _assignment,
    "webinar": _webinar,
    "self_assessment": _self_assessment,
}

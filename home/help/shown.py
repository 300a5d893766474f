"""The help as its page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from home.help.blocks import anchor, questions_of
from home.meant import those_meant
from home.passages import text_of


@dataclass(frozen=True)
class ShownQuestion:
    """A question with its place on the page."""

    anchor: str
    value: Any


@dataclass(frozen=True)
class ShownTopic:
    """A topic with those of its questions that are shown."""

    anchor: str
    heading: str
    questions: Sequence[ShownQuestion]


@dataclass(frozen=True)
class ShownHelp:
    """What the page lists; `has_all`: each question listed has every word searched for."""

    topics: Sequence[ShownTopic]
    has_all: bool

    @property
    def count(self) -> int:
        """How many questions there are."""
        return sum(len(topic.questions) for topic in self.topics)


def topics_shown(topics: Iterable[Any], asked: str, language: str) -> ShownHelp:
    """Return the topics in order, with the questions that mean what was asked, or with all."""
    rows = [
        (topic, question_id, question)
        for topic in topics
        for question_id, question in questions_of(topic.value)
    ]
    meant = those_meant(
        rows,
        asked,
        text_of=lambda row: text_of(row[2]["answer"].source),
        title_of=lambda row: title_words(row[0].value, row[2]),
        language=language,
    )
    wanted = {question_id for _topic, question_id, _question in meant.found}
    shown = [
        ShownTopic(
            anchor=f"aihe-{topic.id}",
            heading=topic.value["heading"],
            questions=[
                ShownQuestion(anchor(question_id), question)
                for question_id, question in questions_of(topic.value)
                if not asked or question_id in wanted
            ],
        )
        for topic in topics
    ]
    return ShownHelp([topic for topic in shown if topic.questions], meant.has_all)


def title_words(topic: Any, question: Any) -> str:
    """Return what a question is called, here and by its readers."""
    return "\n".join((topic["heading"], question["question"], question["other_words"]))

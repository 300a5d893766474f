"""
From what a reader found to rows of a bank, and back again for writers.

In a file a picture is a name beside the text; here it is a picture of Wagtail's library.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any
from urllib.parse import quote, unquote

from django.db.models import QuerySet
from wagtail.images import get_image_model

from quizzes.banks.models import Question
from quizzes.content import BLOCK_KEY
from quizzes.exchange.fractions import plain
from quizzes.exchange.parsed import Hint, Json, Notes, ParsedQuestion, Picture
from quizzes.exchange.pictures import PLACE, kind_of, tidy
from quizzes.exchange.stored import value_of
from quizzes.exchange.texts import Texts
from quizzes.grading import raw as blocks

IN_FILE = re.compile(rf'<img src="{PLACE}([^"]+)" alt="([^"]*)">')
EMBED = re.compile(r"<embed\b[^>]*?/?>(?:</embed>)?")
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
INTERNAL_LINK = re.compile(r'<a\b[^>]*\blinktype="[^"]*"[^>]*>')

Images = Mapping[int, Any]


def content_key(question: ParsedQuestion) -> str:
    """
    Return what a question says and how it is marked, as a digest: equal for equal questions.

    Its name, code, category, tags and points do not count; a picture counts by its content.
    """
    said = {
        "kind": question.kind,
        "stem": question.stem,
        "value": question.value,
        "general_feedback": question.general_feedback,
        "hints": [[hint.text, hint.clear_wrong, hint.show_count] for hint in question.hints],
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    for name, picture in question.pictures.items():
        digest = hashlib.sha256(picture.content).hexdigest()
        text = text.replace(PLACE + quote(name), f"{PLACE}{digest}")
    # A mended text alternative makes another question; a picture's name does not.
    return hashlib.sha256(text.encode()).hexdigest()


def same(ours: ParsedQuestion, theirs: ParsedQuestion) -> bool:
    """Whether two questions are equal in all that a bank keeps of them."""
    fields = ("name", "category", "tags", "penalty", "points")
    return content_key(ours) == content_key(theirs) and all(
        getattr(ours, name) == getattr(theirs, name) for name in fields
    )


def in_library(value: Any, numbers: Mapping[str, int] | None) -> Any:
    """
    Put pictures of the library where texts have those of a file; `numbers` by their names.

    One without a number leaves its words. Without numbers at all, texts stay as they are.
    """
    if numbers is None:
        return value
    if isinstance(value, dict):
        return {name: in_library(found, numbers) for name, found in value.items()}
    if isinstance(value, list):
        return [in_library(found, numbers) for found in value]
    if not isinstance(value, str) or PLACE not in value:
        return value

    def embed(found: re.Match[str]) -> str:
        number = numbers.get(unquote(found[1]))
        if number is None:
            return found[2]
        alt = escape(unescape(found[2]))
        return f'<embed alt="{alt}" embedtype="image" format="fullwidth" id="{number}"/>'

    return IN_FILE.sub(embed, value)


def numbers_in(texts: Iterable[str]) -> set[int]:
    """Return the numbers of the library's pictures that texts show."""
    found = set()
    for text in texts:
        for embed in EMBED.findall(text):
            attributes = dict(ATTRIBUTE.findall(embed.replace('\\"', '"')))
            number = attributes.get("id", "")
            if attributes.get("embedtype") == "image" and number.isdigit() and len(number) < 10:
                found.add(int(number))
    return found


@dataclass
class Stored:
    """A question's content as it is kept, from its row or from the JSON of its latest draft."""

    number: int
    code: str
    name: str
    category: str
    stem: str
    general_feedback: str
    answer: list[Json]
    hints: list[Json]
    penalty: Any
    points: Any
    tags: tuple[str, ...]
    notes: Notes = field(default_factory=lambda: Notes(0))

    @property
    def texts(self) -> Iterable[str]:
        """All texts in which a picture may stand."""
        yield from (self.stem, self.general_feedback)
        yield json.dumps([self.answer, self.hints], ensure_ascii=False)


def stored_questions(questions: QuerySet[Question]) -> list[Stored]:
    """
    Return questions as they are kept: what is live, or the latest draft of what is not.

    The number of queries does not grow with them.
    """
    rows = questions.select_related("latest_revision").prefetch_related("tagged_items__tag")
    # As they came into the bank: a file that comes and goes keeps its order.
    return [_stored(row) for row in rows.order_by("pk")]


def _stored(row: Question) -> Stored:
    draft = None if row.live or row.latest_revision is None else row.latest_revision.content
    tags = tuple(sorted(item.tag.name for item in row.tagged_items.all()))
    if draft is None:
        words = {"stem": row.stem, "general_feedback": row.general_feedback, "name": row.name}
        answer, hints = list(row.answer.raw_data), list(row.hints.raw_data)
    else:
        words = {name: draft.get(name) or "" for name in ("stem", "general_feedback", "name")}
        answer, hints = (_loaded(draft.get(name)) for name in ("answer", "hints"))
    kept = draft or {}
    return Stored(
        number=row.pk,
        code=row.code,
        category=kept.get("category", row.category) or "",
        answer=answer,
        hints=hints,
        penalty=kept.get("penalty", row.penalty),
        points=kept.get("default_points", row.default_points),
        tags=tags,
        **words,
    )


def _loaded(text: Any) -> list[Json]:
    found = json.loads(text) if isinstance(text, str) else text
    return [block for block in found or [] if isinstance(block, dict)]


def library(stored: Iterable[Stored]) -> Images:
    """Return the pictures that questions show, by number; one query."""
    numbers = numbers_in(text for question in stored for text in question.texts)
    return get_image_model().objects.in_bulk(numbers) if numbers else {}


def parsed(stored: Stored, images: Images) -> ParsedQuestion | None:
    """Return a kept question in the form of readers and writers; None while it has no answer."""
    if not stored.answer:
        return None
    reader = _Pictures(stored.notes, images)
    line = reader.texts.line
    block = stored.answer[0]
    kind = str(block.get("type"))
    return ParsedQuestion(
        line=stored.number,
        name=line(stored.name),
        kind=kind,
        stem=reader.rich(stored.stem),
        value=value_of(kind, block.get("value") or {}, reader.rich),
        general_feedback=reader.rich(stored.general_feedback),
        category=stored.category,
        code=line(stored.code),
        tags=tuple(tag for tag in map(line, stored.tags) if tag),
        hints=tuple(
            Hint(reader.rich(blocks.text(hint, "text")), *_boxes(hint))
            for hint in (found.get("value") or {} for found in stored.hints)
        ),
        penalty=blocks.number(stored.penalty),
        points=blocks.number(stored.points).normalize() + 0,
        pictures=reader.found,
    )


def _boxes(hint: Json) -> tuple[bool, bool]:
    return bool(hint.get("clear_wrong")), bool(hint.get("show_count"))


class _Pictures:
    """Reads kept texts of one question, and takes their pictures along."""

    def __init__(self, notes: Notes, images: Images) -> None:
        self.texts, self.images = Texts(notes), images
        self.found: dict[str, Picture] = {}

    def rich(self, html: str) -> str:
        """Return kept HTML in the form of readers."""
        html = BLOCK_KEY.sub("", html)
        if "linktype=" in html:
            self.texts.notes.say("internal_link")
            html = INTERNAL_LINK.sub("<a>", html)
        if "<embed" not in html:
            return self.texts.rich(html)
        return self.texts.rich(EMBED.sub(lambda found: self._image(found[0]), html))

    def _image(self, embed: str) -> str:
        attributes = dict(ATTRIBUTE.findall(embed))
        words = unescape(attributes.get("alt", ""))
        number = attributes.get("id", "")
        image = self.images.get(int(number)) if number.isdigit() else None
        content = _content(image) if image else b""
        kind = kind_of(content) if content else None
        if image is None or kind is None:
            self.texts.notes.say("picture_gone")
            return escape(words)
        name = self._name(image.title, kind, content)
        self.found[name] = Picture(name, content, kind)
        self.texts.pictures.known.add(name)
        return f'<img src="{PLACE}{quote(name)}" alt="{escape(words)}">'

    def _name(self, title: str, kind: str, content: bytes) -> str:
        number = 1
        while (name := tidy(title, kind, number)) in self.found:
            if self.found[name].content == content:
                break
            number += 1
        return name


def _content(image: Any) -> bytes:
    try:
        with image.file.open("rb") as file:
            return bytes(file.read())
    except OSError:
        return b""


def fields_of(question: ParsedQuestion) -> dict[str, Any]:
    """Return the plain columns of a question; texts still show the file's pictures."""
    return {
        "name": question.name,
        "kind": question.kind,
        "category": question.category,
        "penalty": question.penalty,
        "default_points": plain(question.points),
    }

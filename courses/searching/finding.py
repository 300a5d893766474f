"""
Find entries by what a person typed, within what the person may read.

Every typed word must be found; where no entry has them all, those that have most are shown
and it is said. A word is found by itself, its base, its root, the beginning of a longer word
and a part inside one, in this order of trust.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from math import log
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from courses.pages.gate import closed_because
from courses.pages.passages import anchor
from courses.progress.studies import studies_by_course
from courses.searching.models import SearchEntry, SearchHit, SearchKey
from home.meant import MOST_WORDS, SHORTEST_INSIDE
from home.routing import address
from home.stems import PART, ROOT_SIGN, WHOLE, folded, keys_of, words_of
from home.words import SOURCE_LANGUAGE

LONGEST_SEARCH = 200
# The beginning of a longer word, and a part inside one: how sure it is beside `home.stems`.
BEGINNING, INSIDE = 4, 1
SHORTEST_BEGINNING = 3
# Past these no reader looks; they bound what a word of one letter may cost.
MOST_KEYS, MOST_ENTRIES = 400, 300
SHORTEST_GUESS = 4


@dataclass(frozen=True)
class Result:
    """One entry that was found: where it leads, where it stands, and the passage to show."""

    entry: SearchEntry
    href: str
    passage: str
    # The reader's.
    language: str

    @property
    def is_foreign(self) -> bool:
        """Whether it is in another language than the reader's."""
        return self.entry.language != self.language

    @property
    def trail(self) -> list[tuple[str, str]]:
        """
        Course and module that it stands in, or its heading; nothing for what stands alone.

        Each as (name, language): a course may be named in the reader's language, and its
        modules not.
        """
        names = [self._course, (self.entry.module, self.entry.language)]
        return [(name, language) for name, language in names if name]

    @property
    def _course(self) -> tuple[str, str]:
        course = self.entry.course
        if course is None or self.entry.step_id is None:
            return "", ""
        is_named = bool(course.names.get(self.language))
        return course.name, self.language if is_named else SOURCE_LANGUAGE


@dataclass(frozen=True)
class Answer:
    """
    What a search gave: entries best first, and whether each has all words.

    The passages of entries are read for those alone that are shown (`results`).
    """

    entries: Sequence[SearchEntry]
    has_all: bool
    words: Sequence[str] = ()
    language: str = SOURCE_LANGUAGE
    # By entry: the number of the passage where the words stand best.
    best_at: Mapping[int, int] = field(default_factory=dict)

    def results(self, shown: Sequence[SearchEntry]) -> list[Result]:
        """Return some of the entries with their passages. One query."""
        rows = SearchEntry.objects.filter(pk__in=[entry.pk for entry in shown])
        passages = dict(rows.values_list("pk", "passages"))
        return [
            _result(entry, passages.get(entry.pk, []), self.best_at[entry.pk], self.language)
            for entry in shown
        ]

    @cached_property
    def guess(self) -> str:
        """What else might have been meant; looked for where a page offers it. One query."""
        return "" if self.entries and self.has_all else _guess(self.words, self.language)


@dataclass(frozen=True)
class _Scored:
    """An entry's worth, the words that it has, and its best passage."""

    worth: float
    words: frozenset[int]
    passage: int


def search(
    typed: str, *, language: str, user: User | AnonymousUser, unfinished: bool = False
) -> Answer:
    """
    Return what a person finds; the number of queries does not grow with what there is.

    `unfinished`: the person is still typing the last word. Nothing typed finds nothing.
    """
    words = list(dict.fromkeys(words_of(typed)))[:MOST_WORDS]
    if not words:
        return Answer([], has_all=True)
    scored = _score(words, language, unfinished)
    best = sorted(scored, key=lambda pk: (-len(scored[pk].words), -scored[pk].worth, pk))
    # What this person may not open has no say in what is found, nor in what is said of it.
    entries = _readable(best[:MOST_ENTRIES], language, user)
    most = max((len(scored[entry.pk].words) for entry in entries), default=0)
    return Answer(
        [entry for entry in entries if len(scored[entry.pk].words) == most],
        has_all=most == len(words),
        words=words,
        language=language,
        best_at={entry.pk: scored[entry.pk].passage for entry in entries},
    )


def courses_found(typed: str, *, language: str, user: User | AnonymousUser) -> set[int]:
    """Return the courses that hold all that was typed, on their own page or an open lesson."""
    answer = search(typed, language=language, user=user)
    ids = {entry.course_id for entry in answer.entries if entry.course_id}
    return ids if answer.has_all else set()


def _score(words: Sequence[str], language: str, unfinished: bool) -> dict[int, _Scored]:
    """Return every entry of the reader's language, or in Finnish, that has one of the words."""
    sure = _sure_keys(words, language, unfinished)
    if not sure:
        return {}
    hits = SearchHit.objects.filter(key__in=sure).values_list("entry", "key", "weight", "passage")
    worth: dict[int, dict[int, float]] = defaultdict(dict)
    at: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    entries_with: dict[int, set[int]] = defaultdict(set)
    rows = list(hits)
    for entry, key, _weight, _passage in rows:
        for number in sure[key]:
            entries_with[number].add(entry)
    total = len({entry for entry, *_rest in rows})
    for entry, key, weight, passage in rows:
        for number, strength in sure[key].items():
            rare = 1 + log(1 + total / len(entries_with[number]))
            value = strength * weight * rare
            worth[entry][number] = max(worth[entry].get(number, 0), value)
            at[entry][passage] += value
    return {
        entry: _Scored(
            worth=sum(log(1 + value) for value in values.values()),
            words=frozenset(values),
            passage=max(at[entry], key=lambda passage: (at[entry][passage], -passage)),
        )
        for entry, values in worth.items()
    }


def _sure_keys(
    words: Sequence[str], language: str, unfinished: bool
) -> dict[int, dict[int, float]]:
    """Return the keys that mean one of the words: {key id: {number of the word: how sure}}."""
    exact: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    wanted = Q()
    for number, word in enumerate(words):
        for spoken in {language, SOURCE_LANGUAGE}:
            keys = keys_of(word, spoken)
            for key, strength in keys.items():
                exact[spoken, key][number] = strength / WHOLE
            wanted |= Q(language=spoken, key__in=list(keys))
        plain = folded(word)
        if len(plain) >= SHORTEST_INSIDE:
            wanted |= Q(language__in={language, SOURCE_LANGUAGE}, key__contains=plain)
        elif len(plain) >= SHORTEST_BEGINNING or (unfinished and number == len(words) - 1):
            wanted |= Q(language__in={language, SOURCE_LANGUAGE}, key__startswith=plain)
    found: dict[int, dict[int, float]] = {}
    rows = SearchKey.objects.filter(wanted).values_list("pk", "language", "key")
    for pk, spoken, key in rows[: MOST_KEYS * len(words)]:
        sure = dict(exact.get((spoken, key), {}))
        if not key.startswith(ROOT_SIGN):
            for number, word in enumerate(words):
                if number not in sure and (strength := _inside(folded(word), key)):
                    sure[number] = strength / WHOLE
        if sure:
            found[pk] = sure
    return _without_needless_parts(found)


def _without_needless_parts(sure: dict[int, dict[int, float]]) -> dict[int, dict[int, float]]:
    """Drop the parts of a typed compound that is known as a whole."""
    whole = {number for words in sure.values() for number, much in words.items() if much >= 1}
    part = PART / WHOLE
    left = {
        pk: {n: much for n, much in words.items() if n not in whole or much != part}
        for pk, words in sure.items()
    }
    return {pk: words for pk, words in left.items() if words}


def _inside(word: str, key: str) -> int:
    """How sure it is that a key which holds what was typed means it."""
    if key.startswith(word):
        return BEGINNING
    return INSIDE if len(word) >= SHORTEST_INSIDE and word in key else 0


def _readable(best: Sequence[int], language: str, user: User | AnonymousUser) -> list[SearchEntry]:
    """Return those that the person may open, each in one language, in the order given."""
    rows = SearchEntry.objects.filter(pk__in=best).select_related("course", "step")
    rows = rows.defer("passages", "digest")
    place = {pk: number for number, pk in enumerate(best)}
    entries = sorted(rows, key=lambda entry: place[entry.pk])
    own = set(
        SearchEntry.objects.filter(
            language=language, key__in=[entry.key for entry in entries]
        ).values_list("key", flat=True)
    )
    studies = studies_by_course(user) if any(entry.step_id for entry in entries) else {}
    return [
        entry
        for entry in entries
        if (entry.language == language or entry.key not in own) and _opens(entry, studies, user)
    ]


def _opens(entry: SearchEntry, studies: dict[int, Any], user: User | AnonymousUser) -> bool:
    """Whether this person may open it, by the one policy of pages of courses."""
    if entry.step is None or entry.course is None:
        return True
    if entry.step.retired_at is not None:
        return False
    study = studies.get(entry.course.pk)
    closed = closed_because(
        course=entry.course,
        kind=entry.step.kind,
        enrolment=study.enrolment if study else None,
        user=user,
        today=timezone.localdate(),
        waits=study is not None and entry.step.pk in study.standing.closed,
    )
    return closed is None


def _result(
    entry: SearchEntry, passages: Sequence[tuple[str, str]], at: int, language: str
) -> Result:
    block, text = passages[at] if at < len(passages) else ("", "")
    return Result(
        entry=entry,
        href=_address(entry, language) + (f"#{anchor(block)}" if block and at else ""),
        passage=text,
        language=language,
    )


def _address(entry: SearchEntry, language: str) -> str:
    if entry.kind == SearchEntry.Kind.TERM:
        return reverse("glossary:term", args=[entry.place])
    if entry.kind == SearchEntry.Kind.CARD:
        return reverse("cards:card", args=[entry.place])
    path, sign, place = entry.place.partition("#")
    return f"{address(language, path)}{sign}{place}"


def _guess(words: Iterable[str], language: str) -> str:
    """Return what was typed with its unknown words changed to known ones near them, or nothing."""
    known = Known(language)
    guessed = [known.nearest(word) for word in words]
    return " ".join(guessed) if guessed != list(words) else ""


@dataclass(frozen=True)
class Known:
    """The words of titles in a language, for guessing at what was meant."""

    language: str

    @cached_property
    def _words(self) -> dict[str, str]:
        titles = SearchEntry.objects.filter(language=self.language)
        spelt: dict[str, str] = {}
        for title in titles.values_list("title", flat=True):
            for word in words_of(title):
                spelt.setdefault(folded(word), word)
        return spelt

    def nearest(self, word: str) -> str:
        """Return the known word nearest to one, or the word itself."""
        plain = folded(word)
        if plain in self._words or len(plain) < SHORTEST_GUESS:
            return word
        near = get_close_matches(plain, self._words, n=1, cutoff=0.75)
        return self._words[near[0]] if near else word

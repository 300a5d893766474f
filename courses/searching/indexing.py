"""
Keep the index at what is published.

Publishing does not wait for it: the clock compares the mark of each part with the one that
it was indexed at, and reads only what changed. An entry whose words are the same is left alone.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from courses.searching.gathering import Found, marks, of_part
from courses.searching.models import SearchEntry, SearchHit, SearchKey, SearchMark
from home.stems import analyser, keys_of, words_of

# Raise it when keys or weights change: everything is then indexed anew.
SCHEME = "1"
# How much a word weighs by where it stands.
IN_TITLE, IN_MODULE, IN_SUMMARY, IN_TEXT = 40, 4, 6, 2
# A word that stands in a text more often than this weighs no more.
MOST_TIMES = 10
ROWS_A_STATEMENT = 500


def refresh(now: datetime | None = None, *, everything: bool = False) -> int:
    """
    Index the parts that have changed; return how many entries did. The clock's job.

    With `everything` each part is looked at, whatever its mark says.
    """
    known = dict(SearchMark.objects.values_list("part", "mark"))
    changed = 0
    wanted = dict(marks())
    for part, mark in wanted.items():
        dated = f"{SCHEME} {analyser()} {mark}"
        if everything or known.get(part) != dated:
            changed += refresh_part(part, dated)
    return changed


@transaction.atomic
def refresh_part(part: str, mark: str) -> int:
    """Make the entries of a part what they should be; return how many changed."""
    # Written first: of two clocks, the second waits here, and then finds nothing to do.
    SearchMark.objects.update_or_create(part=part, defaults={"mark": mark})
    there = {(entry.key, entry.language): entry for entry in entries_of(part)}
    changed = 0
    for found in of_part(part):
        entry = there.pop((found.key, found.language), None)
        digest = digest_of(found)
        if entry is None or entry.digest != digest:
            _write(found, digest)
            changed += 1
    gone = [entry.pk for entry in there.values()]
    SearchEntry.objects.filter(pk__in=gone).delete()
    return changed + len(gone)


def entries_of(part: str) -> "QuerySet[SearchEntry]":
    """Return what a part of the index holds so far."""
    name, _space, pk = part.partition(" ")
    if name == "course":
        return SearchEntry.objects.filter(course=pk)
    kinds = {
        "terms": SearchEntry.Kind.TERM,
        "cards": SearchEntry.Kind.CARD,
        "pages": SearchEntry.Kind.PAGE,
        "help": SearchEntry.Kind.HELP,
    }
    return SearchEntry.objects.filter(kind=kinds[name])


def digest_of(found: Found) -> str:
    """Return what tells whether an entry must be written anew."""
    facts = [SCHEME, analyser(), found.facts]
    return sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def _write(found: Found, digest: str) -> None:
    entry, _created = SearchEntry.objects.update_or_create(
        key=found.key,
        language=found.language,
        defaults={
            "kind": found.kind,
            "course_id": found.course_id,
            "step_id": found.step_id,
            "title": found.title,
            "module": found.module,
            "place": found.place,
            "passages": [list(one) for one in found.passages],
            "digest": digest,
        },
    )
    weights = weigh(found)
    ids = _ids(found.language, list(weights))
    entry.hits.all().delete()
    SearchHit.objects.bulk_create(
        (
            SearchHit(entry=entry, key_id=ids[key], weight=weight, passage=passage)
            for key, (weight, passage) in weights.items()
        ),
        batch_size=ROWS_A_STATEMENT,
    )


def _ids(language: str, keys: list[str]) -> dict[str, int]:
    """Return the ids of keys, which are made where they are not there yet."""
    SearchKey.objects.bulk_create(
        (SearchKey(language=language, key=key) for key in keys),
        ignore_conflicts=True,
        batch_size=ROWS_A_STATEMENT,
    )
    found: dict[str, int] = {}
    for start in range(0, len(keys), ROWS_A_STATEMENT):
        rows = SearchKey.objects.filter(
            language=language, key__in=keys[start : start + ROWS_A_STATEMENT]
        )
        found |= dict(rows.values_list("key", "pk"))
    return found


def weigh(found: Found) -> dict[str, tuple[int, int]]:
    """
    Return what each key weighs in an entry, and the passage where it weighs most.

    A key's weight is the sum over its places, each by where it stands and how sure the key is.
    """
    total: dict[str, int] = {}
    best: dict[str, dict[int, int]] = {}
    times: dict[str, int] = {}
    for text, weight, passage in _places(found):
        for word in words_of(text):
            times[word] = times.get(word, 0) + 1
            if times[word] > MOST_TIMES:
                continue
            for key, strength in keys_of(word, found.language).items():
                total[key] = total.get(key, 0) + weight * strength
                at = best.setdefault(key, {})
                at[passage] = at.get(passage, 0) + weight * strength
    return {key: (total[key], max(best[key], key=best[key].__getitem__)) for key in total}


def _places(found: Found) -> Iterator[tuple[str, int, int]]:
    """Yield each text of an entry with its weight and the passage that shows it."""
    yield found.title, IN_TITLE, 0
    for other in found.also:
        yield other, IN_TITLE, 0
    yield found.module, IN_MODULE, 0
    for number, (_block, text) in enumerate(found.passages):
        yield text, IN_TEXT if number else IN_SUMMARY, number

"""Blocks in which learners do something, lessons with them, and what was done."""

from typing import Any
from uuid import UUID, uuid5

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.lessons.models import BlockDeed, ExerciseResult, Marking, ReadingPlace
from home.blocks import ContentBlock
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseStepFactory, LessonPageFactory
from tests.factories.h5p import h5p_exercise

SEED = UUID("6f0f2c0e-58a8-4d0e-8f2f-0c8d5ad4c1aa")
Raw = dict[str, Any]


def identity(name: str) -> str:
    """The id of a block or an item: the same name, the same id."""
    return str(uuid5(SEED, name))


def items(owner: str, values: list[Any]) -> list[Raw]:
    """A list block's items with ids of their own."""
    return [
        {"type": "item", "id": identity(f"{owner}{number}"), "value": value}
        for number, value in enumerate(values, start=1)
    ]


def checklist(**changes: Any) -> Raw:
    """A checklist of two groups, three criteria and 1–5; `c11` and `c12` are in the first."""
    groups = [
        {
            "heading": heading,
            "criteria": items(
                f"c{number}", [{"text": text, "help": "", "levels": []} for text in texts]
            ),
        }
        for number, (heading, texts) in enumerate(
            [("Henkilöstö", ["Asiakkaita on sopivasti.", "Työ on valmennusta."]),
             ("Työnhaku", ["Työnhaku alkaa pian."])],
            start=1,
        )
    ]  # fmt: skip
    return {
        "heading": "Laatukriteerit",
        "introduction": "",
        "scale": "five",
        "lowest": "ei lainkaan",
        "highest": "aina",
        "groups": items("g", groups),
        "bands": items("b", [{"least": 0, "words": "Aloita."}, {"least": 9, "words": "Jatka."}]),
    } | changes


def situation(number: int, *choices: tuple[str, int], points: int = 0) -> Raw:
    """A situation; each choice is its words and where it leads, its id `s<number><its place>`."""
    rows = [
        {
            "text": words,
            "leads_to": leads_to,
            "consequence": f"{words} seuraa.",
            "points": items(f"p{number}{place}", [{"criterion": 1, "points": place}] * points),
        }
        for place, (words, leads_to) in enumerate(choices, start=1)
    ]
    return {
        "number": number,
        "heading": f"Tilanne {number}",
        "text": "<p>Mitä nyt?</p>",
        "choices": items(f"s{number}", rows),
    }


def case(*situations: Raw, criteria: list[str] | None = None) -> Raw:
    """A case of two situations and an end, or of those given."""
    situations = situations or (
        situation(1, ("Kysyn", 2), ("Päätän", 3)),
        situation(2, ("Soitan", 3), ("Palaan", 1)),
        situation(3),
    )
    return {
        "heading": "Jari, 38",
        "introduction": "<p>Olet koordinaattori.</p>",
        "situations": items("s", list(situations)),
        "criteria": items("q", criteria or []),
    }


def reflection(**changes: Any) -> Raw:
    """A question to think about in writing."""
    return {"question": "Mitä opit?", "introduction": ""} | changes


def video(**changes: Any) -> Raw:
    """A video at a service, with two chapters."""
    chapters = [
        {"minutes": 0, "seconds": 0, "title": "Alku"},
        {"minutes": 1, "seconds": 5, "title": "Loppu"},
    ]
    return {
        "title": "Paluu töihin",
        "file": None,
        "url": "https://www.youtube.com/watch?v=aaaaaaaaaaa",
        "poster": None,
        "captions": [],
        "captions_there": ["fi"],
        "transcript": "<p>Asiakas kertoo.</p>",
        "chapters": items("h", chapters),
    } | changes


def exercise(package: Any = None, **changes: Any) -> Raw:
    """An H5P exercise; none is chosen, unless a package is given."""
    pk = package.pk if package else None
    return {"title": "Mitä työkyky on?", "exercise": pk, "alternative": ""} | changes


def block(kind: str, value: Any, name: str = "") -> Raw:
    """A block as the database holds it; its id comes from its name."""
    return {"type": kind, "id": identity(name or kind), "value": value}


def lesson_with(*blocks: Raw, **fields: Any) -> Any:
    """A published lesson of some text and these blocks."""
    blocks = (block("text", "<p>Työkyky on suhde.</p>", "words"), *blocks)
    return LessonPageFactory(body=ContentBlock().to_python(list(blocks)), **fields)


def doing() -> Any:
    """One block of each kind in which something is done, as a body has them."""
    made = [
        block("checklist", checklist()),
        block("branching_case", case()),
        block("reflection", reflection()),
        block("video", video()),
        block("exercise", exercise(h5p_exercise())),
    ]
    return ContentBlock().to_python(made)


class BlockDeedFactory(DjangoModelFactory):
    """A reflection, unless said otherwise."""

    class Meta:
        model = BlockDeed

    learner = factory.SubFactory(UserFactory)
    step = factory.SubFactory(CourseStepFactory)
    block_id = factory.Sequence(lambda n: identity(f"deed{n}"))
    kind = BlockDeed.Kind.REFLECTION
    data = factory.LazyFunction(lambda: {"text": "Oma ajatus"})
    heading = "Mitä opit?"
    created_at = factory.LazyFunction(lambda: timezone.now())
    updated_at = factory.SelfAttribute("created_at")


def faults(kind: str, value: Raw) -> list[str]:
    """What a block's `clean` says of its own fields."""
    stream = ContentBlock().to_python([block(kind, value)])
    try:
        stream[0].block.clean(stream[0].value)
    except StructBlockValidationError as error:
        return [
            words
            for found in error.block_errors.values()
            for words in getattr(found, "messages", [])
        ]
    return []


class ExerciseResultFactory(DjangoModelFactory):
    """A completed exercise."""

    class Meta:
        model = ExerciseResult

    learner = factory.SubFactory(UserFactory)
    step = factory.SubFactory(CourseStepFactory)
    block_id = factory.Sequence(lambda n: identity(f"exercise{n}"))
    verb = "completed"
    statement = factory.LazyFunction(dict)
    stored_at = factory.LazyFunction(lambda: timezone.now())


class MarkingFactory(DjangoModelFactory):
    """A note at a passage."""

    class Meta:
        model = Marking

    learner = factory.SubFactory(UserFactory)
    step = factory.SubFactory(CourseStepFactory)
    block_id = factory.Sequence(lambda n: identity(f"passage{n}"))
    note = "Kysy tästä tiimiltä"
    passage = "Työkyky on suhde."
    created_at = factory.LazyFunction(lambda: timezone.now())
    updated_at = factory.SelfAttribute("created_at")


class ReadingPlaceFactory(DjangoModelFactory):
    """How far somebody has read."""

    class Meta:
        model = ReadingPlace

    learner = factory.SubFactory(UserFactory)
    step = factory.SubFactory(CourseStepFactory)
    block_id = factory.Sequence(lambda n: identity(f"place{n}"))
    reached_at = factory.LazyFunction(lambda: timezone.now())

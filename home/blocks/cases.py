"""A client's case that goes on by what the reader chooses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks.doing import BLOCK, GROUP, Desk, DoingBlock
from home.blocks.text import SHORT_FEATURES, ProseBlock

PATH = "polku"
MOST_SITUATIONS = 40
# Ways may go round; nobody walks further than this.
LONGEST_PATH = 60
MOST_CRITERIA = 6
MOST_POINTS = 5
Ways = Mapping[int, Sequence[int]]


@dataclass(frozen=True)
class Step:
    """One choice that was made: where, what, and what came of it."""

    situation: Any
    choice: Any
    choice_id: str


@dataclass(frozen=True)
class Choice:
    """One way on from a situation, with the address that walks it."""

    text: str
    query: str


@dataclass(frozen=True)
class Points:
    """What a path brought by one criterion, out of what its situations could have given."""

    criterion: str
    points: int
    most: int


@dataclass(frozen=True)
class Walk:
    """A reader's path through a case, and where it stands."""

    steps: Sequence[Step]
    situation: Any
    choices: Sequence[Choice]
    back: str
    points: Sequence[Points]

    @property
    def is_ended(self) -> bool:
        """Whether the way goes no further."""
        return not self.choices

    @property
    def last(self) -> Step | None:
        """The choice that led here; None at the beginning."""
        return self.steps[-1] if self.steps else None


def walked(value: Any, chosen: Iterable[str], block_id: str = "") -> Walk:
    """
    Walk by the ids of choices, as far as they are still there.

    `block_id` is what the addresses of the next steps name.
    """
    by_number = {situation["number"]: situation for situation in value["situations"]}
    here = value["situations"][0] if len(value["situations"]) else None
    steps: list[Step] = []
    places: list[int] = []
    for choice_id in chosen:
        options = here["choices"].bound_blocks if here else []
        place = next((n for n, child in enumerate(options, 1) if child.id == choice_id), None)
        if place is None or len(steps) == LONGEST_PATH:
            break
        choice = options[place - 1].value
        steps.append(Step(here, choice, choice_id))
        places.append(place)
        here = by_number.get(choice["leads_to"])
    options = here["choices"] if here and len(steps) < LONGEST_PATH else []
    return Walk(
        steps=steps,
        situation=here,
        choices=[
            Choice(choice["text"], _query(block_id, [*places, number]))
            for number, choice in enumerate(options, start=1)
        ],
        back=_query(block_id, places[:-1]),
        points=_points(value, steps),
    )


def _query(block_id: str, places: Sequence[int]) -> str:
    return f"?{BLOCK}={block_id}&{PATH}={'.'.join(map(str, places))}"


def _points(value: Any, steps: Sequence[Step]) -> list[Points]:
    found = []
    for number, criterion in enumerate(value["criteria"], start=1):
        got = sum(_points_of(step.choice, number) for step in steps)
        most = sum(
            max(_points_of(choice, number) for choice in step.situation["choices"])
            for step in steps
        )
        found.append(Points(criterion, got, most))
    return found


def _points_of(choice: Any, criterion: int) -> int:
    return sum(row["points"] for row in choice["points"] if row["criterion"] == criterion)


def path_sent(value: Any, sent: Mapping[str, str]) -> list[str] | None:
    """
    Read a path from an address, as the ids of its choices; None where it holds no path.

    What leads nowhere ends the path there.
    """
    if PATH not in sent:
        return None
    found: list[str] = []
    for said in sent[PATH].split(".")[:LONGEST_PATH]:
        situation = walked(value, found).situation
        options = situation["choices"].bound_blocks if situation else []
        place = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 0
        if not 1 <= place <= len(options):
            break
        found.append(options[place - 1].id)
    return found


def unreached(ways: Ways, start: int) -> list[int]:
    """
    Return the situations that no choice leads to from the start, in order.

    >>> unreached({1: [2], 2: [], 3: [2]}, 1)
    [3]
    """
    seen, waiting = {start}, [start]
    while waiting:
        for number in ways.get(waiting.pop(), ()):
            if number not in seen:
                seen.add(number)
                waiting.append(number)
    return [number for number in ways if number not in seen]


def endless(ways: Ways) -> list[int]:
    """
    Return the situations from which no end can be reached, in order.

    >>> endless({1: [2, 3], 2: [1], 3: [], 4: [5], 5: [4]})
    [4, 5]
    """
    ending = {number for number, next_ones in ways.items() if not next_ones}
    grows = True
    while grows:
        more = {number for number, after in ways.items() if ending.intersection(after)} - ending
        grows = bool(more)
        ending |= more
    return [number for number in ways if number not in ending]


class PointsBlock(blocks.StructBlock):
    """What a choice brings by one criterion."""

    criterion = blocks.IntegerBlock(
        label=_("Number of the criterion"),
        min_value=1,
        max_value=MOST_CRITERIA,
        help_text=_("As the criteria of this case are numbered: the first is 1."),
    )
    points = blocks.IntegerBlock(
        label=_("Points"),
        min_value=0,
        max_value=MOST_POINTS,
        help_text=_("0–5; a choice without a row gives none."),
    )

    class Meta:
        icon = "tick"
        label = _("Points")


class ChoiceBlock(blocks.StructBlock):
    """One thing that the reader can choose to do."""

    text = blocks.CharBlock(
        label=_("Choice"),
        max_length=200,
        default="",
        help_text=_("What the reader does: “I call the occupational health nurse together”."),
    )
    leads_to = blocks.IntegerBlock(
        label=_("Leads to situation number"),
        min_value=1,
        max_value=999,
        help_text=_("The number of a situation in this case. Ways may meet again."),
    )
    consequence = blocks.TextBlock(
        label=_("What comes of it"),
        required=False,
        default="",
        help_text=_("Shown before the next situation: what the client says, what changes."),
    )
    points = blocks.ListBlock(
        PointsBlock(),
        label=_("Points by criteria"),
        default=[],
        help_text=_("Only where the case has criteria."),
    )

    class Meta:
        icon = "redirect"
        label = _("Choice")


class SituationBlock(blocks.StructBlock):
    """A moment of the case, with what can be done in it."""

    number = blocks.IntegerBlock(
        label=_("Number"),
        min_value=1,
        max_value=999,
        help_text=_("Choices lead here by it. Each situation has its own; the order is free."),
    )
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, default="")
    text = ProseBlock(label=_("Text"), features=SHORT_FEATURES, default="")
    choices = blocks.ListBlock(
        ChoiceBlock(),
        label=_("Choices"),
        default=[],
        max_num=6,
        help_text=_("Two or three. A situation without any is an end of the case."),
    )

    class Meta:
        icon = "user"
        label = _("Situation")


def _outcome(choice: Any) -> tuple[Any, ...]:
    points = frozenset((row["criterion"], row["points"]) for row in choice["points"])
    return choice["leads_to"], choice["consequence"].strip(), points


class BranchingCaseBlock(DoingBlock):
    """A client's case in which the reader chooses what is done."""

    deed = "case_path"

    heading = blocks.CharBlock(
        label=_("Client"),
        max_length=120,
        default="",
        help_text=_("An invented first name and an age, such as “Maija, 43”."),
    )
    introduction = ProseBlock(
        label=_("Introduction"),
        features=SHORT_FEATURES,
        required=False,
        default="",
        help_text=_("Who the reader is in this case, and what has happened before it."),
    )
    situations = blocks.ListBlock(
        SituationBlock(),
        label=_("Situations"),
        min_num=2,
        max_num=MOST_SITUATIONS,
        help_text=_("The case begins from the first one. Draw the ways on paper before writing."),
    )
    criteria = blocks.ListBlock(
        blocks.CharBlock(label=_("Criterion"), max_length=120, default=""),
        label=_("Criteria of the feedback"),
        max_num=MOST_CRITERIA,
        default=[],
        help_text=_(
            "What the choices are looked at by at the end, such as “The client's own voice”. "
            "Leave empty where the story itself is feedback enough."
        ),
    )

    class Meta:
        icon = "redirect"
        label = _("Client case with choices")
        group = GROUP
        template = "blocks/branching_case.html"
        description = _("A client's case that goes on by what the reader chooses to do.")
        preview_value = {
            "heading": "Jari, 38",
            "introduction": "<p>Olet työkykykoordinaattori. Jari on ollut vuoden poissa.</p>",
            "situations": [
                {
                    "number": 1,
                    "heading": "Ensimmäinen tapaaminen",
                    "text": "<p>Jari sanoo, ettei usko enää palaavansa varastotyöhön.</p>",
                    "choices": [
                        {
                            "text": "Kysyn, mitä hän itse toivoo työltä.",
                            "leads_to": 2,
                            "consequence": "Jari miettii pitkään ja kertoo kiinnostuksestaan.",
                            "points": [],
                        },
                        {
                            "text": "Varaan heti ajan työkyvyn arviointiin.",
                            "leads_to": 2,
                            "consequence": "Jari nyökkää ja vaikenee.",
                            "points": [],
                        },
                    ],
                },
                {
                    "number": 2,
                    "heading": "Loppu",
                    "text": "<p>Jari ja työpaikka sopivat kokeilusta.</p>",
                    "choices": [],
                },
            ],
            "criteria": [],
        }

    def advise(self, value: Any) -> Iterator[str]:
        """Advise when it makes no difference what the reader chooses."""
        for situation in value["situations"]:
            if len(choices := situation["choices"]) == 1:
                words = gettext("Situation %(number)s has one choice alone: nothing is chosen.")
            elif len(choices) > 1 and len({_outcome(choice) for choice in choices}) == 1:
                words = gettext(
                    "Whatever the reader chooses in situation %(number)s, the same comes of it. "
                    "Write a consequence of its own to each choice."
                )
            else:
                continue
            yield words % {"number": situation["number"]}

    def seen(self, value: Any, desk: Desk) -> dict[str, Any]:
        """Return the way of the address, else the one that is kept."""
        chosen = path_sent(value, desk.sent)
        if chosen is None:
            chosen = [step["choice"] for step in desk.kept.get("path", [])]
        return {
            "walk": walked(value, chosen, desk.block_id),
            "beginning": _query(desk.block_id, []),
        }

    def clean(self, value: Any) -> Any:
        """Want ways that lead somewhere: no dead end but an end, and nothing left aside."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        if words := _faults(value):
            raise StructBlockValidationError(block_errors={"situations": ValidationError(words)})
        return value


def _faults(value: Any) -> str:
    situations = list(value["situations"])
    numbers = [situation["number"] for situation in situations]
    twice = next((number for number in numbers if numbers.count(number) > 1), None)
    if twice is not None:
        return _("Two situations have the number %(number)s.") % {"number": twice}
    ways = {each["number"]: [way["leads_to"] for way in each["choices"]] for each in situations}
    for number, after in ways.items():
        if lost := [way for way in after if way not in ways]:
            return _(
                "In situation %(number)s a choice leads to %(lost)s, and there is no such one."
            ) % {"number": number, "lost": lost[0]}
    if aside := unreached(ways, numbers[0]):
        return _("No way leads to situation %(number)s.") % {"number": aside[0]}
    if round_and_round := endless(ways):
        return _("From situation %(number)s no way leads to an end.") % {
            "number": round_and_round[0]
        }
    return _faults_of_points(value)


def _faults_of_points(value: Any) -> str:
    most = len(value["criteria"])
    for situation in value["situations"]:
        for choice in situation["choices"]:
            named = [row["criterion"] for row in choice["points"]]
            wrong = next((n for n in named if n > most or named.count(n) > 1), None)
            if wrong is not None:
                return _(
                    "“%(choice)s” gives points by criterion %(number)s twice, or there is no "
                    "such criterion."
                ) % {"choice": choice["text"], "number": wrong}
    return ""

"""A list of criteria that readers mark their own work by, with a score."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks.doing import GROUP, Desk, DoingBlock
from home.blocks.text import SHORT_FEATURES, ProseBlock

FIVE, YES_NO = "five", "yes_no"
FIELD = "k-"
MOST_CRITERIA = 60


@dataclass(frozen=True)
class Level:
    """One mark that a criterion can get."""

    points: int
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """A criterion with its levels and the reader's mark, None where there is none yet."""

    key: str
    number: int
    text: str
    help: str
    levels: Sequence[Level]
    is_worded: bool
    points: int | None

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"{FIELD}{self.key}"


@dataclass(frozen=True)
class Sum:
    """Points of some criteria: how many of how many, and how many criteria are marked."""

    heading: str
    rows: Sequence[Row]
    most_each: int

    @property
    def marked(self) -> int:
        """How many criteria have a mark."""
        return sum(row.points is not None for row in self.rows)

    @property
    def points(self) -> int:
        """The points of those that are marked."""
        return sum(row.points or 0 for row in self.rows)

    @property
    def most(self) -> int:
        """The points that all of them could give."""
        return self.most_each * len(self.rows)

    @property
    def share(self) -> int:
        """The points out of all that there are, for a bar as long."""
        return round(100 * self.points / self.most) if self.most else 0

    @property
    def is_whole(self) -> bool:
        """Whether every criterion is marked."""
        return self.marked == len(self.rows)


@dataclass(frozen=True)
class Score:
    """The whole list with somebody's marks."""

    groups: Sequence[Sum]
    whole: Sum
    # What the score means; empty while a mark is missing.
    meaning: str


def scored(value: Any, marks: Mapping[str, int]) -> Score:
    """Return the list with these marks, given by the criteria's ids."""
    most = 5 if value["scale"] == FIVE else 1
    number = 0
    groups = []
    for group in value["groups"]:
        rows = []
        for child in group["criteria"].bound_blocks:
            number += 1
            rows.append(_row(value, child, number, marks.get(child.id)))
        groups.append(Sum(group["heading"], rows, most))
    whole = Sum("", [row for group in groups for row in group.rows], most)
    return Score(groups, whole, _meaning(value, whole) if whole.is_whole else "")


def _row(value: Any, child: Any, number: int, points: int | None) -> Row:
    criterion = child.value
    worded = list(criterion["levels"]) if value["scale"] == FIVE else []
    if value["scale"] == YES_NO:
        words = {1: str(_("Yes")), 0: str(_("No"))}
    else:
        words = dict(enumerate(worded or [value["lowest"], "", "", "", value["highest"]], start=1))
    levels = [Level(each, text, each == points) for each, text in words.items()]
    return Row(
        key=child.id,
        number=number,
        text=criterion["text"],
        help=criterion["help"],
        levels=levels,
        is_worded=bool(worded) or value["scale"] == YES_NO,
        points=points if points in words else None,
    )


def _meaning(value: Any, whole: Sum) -> str:
    reached = [band for band in value["bands"] if band["least"] <= whole.points]
    best = max(reached, key=lambda band: band["least"], default=None)
    return best["words"] if best else ""


def marks_sent(value: Any, sent: Mapping[str, str]) -> dict[str, int]:
    """Read the marks of a form; what is no criterion or no level of it is passed over."""
    levels = range(1, 6) if value["scale"] == FIVE else range(2)
    known = {str(level): level for level in levels}
    return {
        child.id: known[said]
        for group in value["groups"]
        for child in group["criteria"].bound_blocks
        if (said := sent.get(f"{FIELD}{child.id}", "")) in known
    }


class CriterionBlock(blocks.StructBlock):
    """One criterion."""

    text = blocks.CharBlock(
        label=_("Criterion"),
        max_length=300,
        default="",
        help_text=_("A sentence that is more or less true of the reader's own work."),
    )
    help = blocks.TextBlock(
        label=_("What to look at"),
        required=False,
        default="",
        help_text=_("What the criterion means in practice, or where it shows."),
    )
    levels = blocks.ListBlock(
        blocks.CharBlock(label=_("Level"), max_length=250, default=""),
        label=_("The five levels in words"),
        max_num=5,
        default=[],
        help_text=_("From 1 to 5, one sentence each; none where the ends of the scale are enough."),
    )

    class Meta:
        icon = "tick"
        label = _("Criterion")


class CriteriaBlock(blocks.StructBlock):
    """Criteria that belong together."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120, default="")
    criteria = blocks.ListBlock(
        CriterionBlock(),
        label=_("Criteria"),
        min_num=1,
        help_text=_("Three to eight criteria make a group that can be taken in at once."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Group of criteria")


class MeaningBlock(blocks.StructBlock):
    """What a score means."""

    least = blocks.IntegerBlock(
        label=_("From this many points"),
        min_value=0,
        max_value=5 * MOST_CRITERIA,
        help_text=_("The words hold from here up to the next row."),
    )
    words = blocks.CharBlock(
        label=_("What it means"),
        max_length=250,
        default="",
        help_text=_("Say what to do next rather than how good it is."),
    )

    class Meta:
        icon = "info-circle"
        label = _("Meaning of a score")


class ChecklistBlock(DoingBlock):
    """Criteria in groups, marked by the reader for themselves."""

    deed = "checklist"

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=150,
        default="",
        help_text=_("What is looked at: “Quality of supported employment in my team”."),
    )
    introduction = ProseBlock(
        label=_("Introduction"),
        features=SHORT_FEATURES,
        required=False,
        default="",
        help_text=_("Whose work is looked at and over which time. Name the scale's source."),
    )
    scale = blocks.ChoiceBlock(
        label=_("Scale"),
        choices=[(FIVE, _("1–5")), (YES_NO, _("Yes or no"))],
        default=FIVE,
        help_text=_("Yes gives one point, no gives none."),
    )
    lowest = blocks.CharBlock(
        label=_("What 1 means"),
        required=False,
        max_length=120,
        default="",
        help_text=_("The low end of the scale, such as “not at all”."),
    )
    highest = blocks.CharBlock(
        label=_("What 5 means"),
        required=False,
        max_length=120,
        default="",
        help_text=_("The high end of the scale, such as “always”."),
    )
    groups = blocks.ListBlock(
        CriteriaBlock(),
        label=_("Groups of criteria"),
        min_num=1,
        help_text=_("Each group gets a sum of its own. At most 60 criteria in all."),
    )
    bands = blocks.ListBlock(
        MeaningBlock(),
        label=_("What the score means"),
        default=[],
        help_text=_("Shown when every criterion is marked. Leave empty where no limits are known."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Quality criteria")
        group = GROUP
        template = "blocks/checklist.html"
        description = _("Criteria that the reader marks their own work by; the marks are kept.")
        preview_value = {
            "heading": "Laatukriteerit: työhönvalmennus tiimissäsi",
            "introduction": "<p>Arvioi tiimisi työtä viimeisen puolen vuoden ajalta.</p>",
            "scale": FIVE,
            "lowest": "ei toteudu",
            "highest": "toteutuu aina",
            "groups": [
                {
                    "heading": "Työnhaku",
                    "criteria": [
                        {
                            "text": "Työnhaku alkaa kuukauden kuluessa ensimmäisestä tapaamisesta.",
                            "help": "Katso viiden viimeisen asiakkaan päivät.",
                            "levels": [],
                        },
                        {
                            "text": "Työnhaku lähtee asiakkaan omista toiveista.",
                            "help": "",
                            "levels": [],
                        },
                    ],
                }
            ],
            "bands": [],
        }

    def seen(self, value: Any, desk: Desk) -> dict[str, Any]:
        """Return the list with the marks that are kept, else with those of the address."""
        kept = {mark["key"]: mark["points"] for mark in desk.kept.get("marks", [])}
        return {"score": scored(value, kept or marks_sent(value, desk.sent))}

    def clean(self, value: Any) -> Any:
        """Want words for every level of the scale, and limits that the score can reach."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        errors = {
            name: ValidationError(words)
            for name, words in (
                ("groups", _faults_of_groups(value)),
                ("lowest", _faults_of_ends(value)),
                ("bands", _faults_of_bands(value)),
            )
            if words
        }
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value

    def advise(self, value: Any) -> Iterator[str]:
        """Advise when there is nothing to compare."""
        if len(_criteria(value)) == 1:
            yield gettext(
                "One criterion alone makes no list. Add others, or ask it as a question to "
                "think about in writing."
            )


def _criteria(value: Any) -> list[Any]:
    return [criterion for group in value["groups"] for criterion in group["criteria"]]


def _faults_of_groups(value: Any) -> str:
    criteria = _criteria(value)
    if len(criteria) > MOST_CRITERIA:
        return _("There are more than 60 criteria. Make two lists of them.")
    for criterion in criteria:
        if len(criterion["levels"]) not in (0, 5):
            return _("“%(criterion)s” has words for some levels. Write all five or none.") % {
                "criterion": criterion["text"]
            }
        if value["scale"] == YES_NO and len(criterion["levels"]):
            return _("“%(criterion)s” has five levels, but the scale is yes or no.") % {
                "criterion": criterion["text"]
            }
    return ""


def _faults_of_ends(value: Any) -> str:
    needed = value["scale"] == FIVE and any(not len(each["levels"]) for each in _criteria(value))
    if needed and not (value["lowest"].strip() and value["highest"].strip()):
        return _("Say what 1 and 5 mean, or write the five levels of every criterion.")
    return ""


def _faults_of_bands(value: Any) -> str:
    limits = [band["least"] for band in value["bands"]]
    most = (5 if value["scale"] == FIVE else 1) * len(_criteria(value))
    if len(set(limits)) < len(limits):
        return _("Two rows begin from the same points.")
    if limits and max(limits) > most:
        return _("The list gives %(most)s points at most.") % {"most": most}
    return ""

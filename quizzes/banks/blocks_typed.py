"""The forms of questions that are answered by typing a word or a number."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.banks.blocks_common import (
    NOBODY,
    NumberBlock,
    feedback,
    fraction,
    gives_everything,
    in_items,
    in_list,
)
from quizzes.grading.numbers import spaceless
from quizzes.grading.typed import LONGEST_LINE

MOST_ANSWERS = 50
TOLERANCE_TYPES = [
    ("nominal", _("± the tolerance itself")),
    ("relative", _("± the answer × the tolerance")),
    ("geometric", _("from the answer ÷ (1 + tolerance) to the answer × (1 + tolerance)")),
]
UNIT_HANDLINGS = [
    ("none", _("No units")),
    ("optional", _("A unit may be given, and converts the number")),
    ("graded", _("A missing or wrong unit costs points")),
]
UNIT_INPUTS = [
    ("text", _("typed after the number")),
    ("select", _("chosen from a list")),
    ("radio", _("chosen from buttons")),
]
PENALTIES_OF = [
    ("response", _("of what the number gave")),
    ("total", _("of all the points")),
]


class PatternBlock(blocks.StructBlock):
    """A word or sentence that somebody may type, and what it is worth."""

    pattern = blocks.CharBlock(
        label=_("Answer"),
        max_length=LONGEST_LINE,
        help_text=_("* stands for any text, \\* for a star. Capitals do not matter unless asked."),
    )
    fraction = fraction(default=Decimal(1))
    feedback = feedback()

    class Meta:
        icon = "edit"
        label = _("Answer")
        label_format = "{pattern} ({fraction})"


class ShortAnswerBlock(blocks.StructBlock):
    """A word or a few, typed."""

    answers = blocks.ListBlock(
        PatternBlock(),
        label=_("Answers"),
        min_num=1,
        max_num=MOST_ANSWERS,
        help_text=_("The first one that fits decides, so put the exact ones first."),
    )
    match_case = blocks.BooleanBlock(
        label=_("Capital letters matter"), required=False, default=False
    )

    def clean(self, value: Any) -> Any:
        """Ask for an answer that gives everything."""
        value = super().clean(value)
        if not self.is_deferred_validation and not gives_everything(value["answers"]):
            raise in_list("answers", NOBODY)
        return value

    class Meta:
        icon = "edit"
        label = _("Short answer")
        template = "quizzes/blocks/short_answer.html"
        description = _("A word or a few that the learner types.")
        preview_value = {
            "answers": [{"pattern": "työkyky*", "fraction": Decimal(1), "feedback": ""}],
            "match_case": False,
        }


class NumberAnswerBlock(blocks.StructBlock):
    """A number, how near to it will do, and what it is worth."""

    value = NumberBlock(
        label=_("Number"), star=True, help_text=_("In digits, or * for any other number.")
    )
    tolerance = NumberBlock(
        label=_("Tolerance"),
        required=False,
        default="0",
        lowest=0,
        help_text=_("How far from the number an answer may be and still count."),
    )
    tolerance_type = blocks.ChoiceBlock(
        label=_("The tolerance means"), choices=TOLERANCE_TYPES, default="nominal"
    )
    fraction = fraction(default=Decimal(1))
    feedback = feedback()

    class Meta:
        icon = "decimal"
        label = _("Answer")
        label_format = "{value} ({fraction})"


class UnitBlock(blocks.StructBlock):
    """A unit, and how many of it make one of the answer's."""

    unit = blocks.CharBlock(label=_("Unit"), max_length=40)
    multiplier = NumberBlock(
        label=_("How many make one"),
        default="1",
        help_text=_(
            "The unit of the answers has 1. Where they are in metres, cm has 100 and km 0.001."
        ),
    )

    class Meta:
        icon = "tag"
        label = _("Unit")
        label_format = "{unit} ({multiplier})"


class NumericalBlock(blocks.StructBlock):
    """A number, with or without a unit."""

    answers = blocks.ListBlock(
        NumberAnswerBlock(),
        label=_("Answers"),
        min_num=1,
        max_num=MOST_ANSWERS,
        help_text=_("The first one whose limits hold the number decides."),
    )
    unit_handling = blocks.ChoiceBlock(label=_("Units"), choices=UNIT_HANDLINGS, default="none")
    units = blocks.ListBlock(UnitBlock(), label=_("Units and how they convert"), default=[])
    unit_penalty = blocks.DecimalBlock(
        label=_("What a missing or wrong unit costs"),
        default=Decimal("0.1"),
        min_value=0,
        max_value=1,
        max_digits=8,
        decimal_places=7,
    )
    unit_penalty_of = blocks.ChoiceBlock(
        label=_("The cost is a share"), choices=PENALTIES_OF, default="response"
    )
    unit_input = blocks.ChoiceBlock(label=_("The unit is"), choices=UNIT_INPUTS, default="text")
    unit_first = blocks.BooleanBlock(
        label=_("The unit stands before the number"), required=False, default=False
    )

    def clean(self, value: Any) -> Any:
        """Ask for an answer that gives everything, and for units where they count."""
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        if not gives_everything(value["answers"]):
            raise in_list("answers", NOBODY)
        if value["unit_handling"] != "none" and not value["units"]:
            raise in_list("units", _("Write at least one unit, or choose “No units”."))
        _check_units(value["units"])
        return value

    class Meta:
        icon = "decimal"
        label = _("Numerical")
        template = "quizzes/blocks/numerical.html"
        description = _("A number that the learner types, perhaps with a unit.")
        preview_value = {
            "answers": [
                {
                    "value": "37,5",
                    "tolerance": "0,5",
                    "tolerance_type": "nominal",
                    "fraction": Decimal(1),
                    "feedback": "",
                }
            ],
            "unit_handling": "none",
            "units": [],
            "unit_first": False,
        }


def _check_units(units: Any) -> None:
    """Refuse a unit that is there twice or converts to nothing."""
    seen: set[str] = set()
    problems = {}
    for place, unit in enumerate(units):
        name = spaceless(unit["unit"])
        if name in seen:
            problems[place] = _("This unit is there already.")
        if not unit["multiplier"].strip("0,. "):
            problems[place] = _("A unit needs a number other than 0.")
        seen.add(name)
    if problems:
        raise in_items("units", problems)

"""The forms of questions with options: one right, several right, true or false."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import ProseBlock
from quizzes.banks.blocks_common import (
    OPTION_FEATURES,
    combined_feedback,
    feedback,
    fraction,
    in_list,
    shuffle,
)
from quizzes.grading.marks import FULL, TOLERANCE

FEWEST_OPTIONS = 2
MOST_OPTIONS = 50
TWO_DECIMALS = Decimal("0.01")
NUMBERINGS = [
    ("none", _("none")),
    ("abc", "a, b, c"),
    ("ABCD", "A, B, C"),
    ("123", "1, 2, 3"),
    ("iii", "i, ii, iii"),
    ("IIII", "I, II, III"),
]


class OptionBlock(blocks.StructBlock):
    """One option: what it says, what it is worth, and what a learner hears after choosing it."""

    text = ProseBlock(label=_("Option"), features=OPTION_FEATURES)
    fraction = fraction(
        help_text=_(
            "The share of the question's points: 1 = all, 0.5 = half, 0 = none, "
            "−0.5 = choosing this takes half away."
        )
    )
    feedback = feedback()

    class Meta:
        icon = "list-ul"
        label = _("Option")
        label_format = "{text} ({fraction})"


class ChoiceBlock(blocks.StructBlock):
    """What single and multiple choice have in common."""

    options = blocks.ListBlock(
        OptionBlock(), label=_("Options"), min_num=FEWEST_OPTIONS, max_num=MOST_OPTIONS
    )
    shuffle = shuffle(_("Shuffle the options"))
    numbering = blocks.ChoiceBlock(
        label=_("Letters or numbers before the options"), choices=NUMBERINGS, default="none"
    )

    def clean(self, value: Any) -> Any:
        """Check the fractions as a whole, once the parts are in order."""
        value = super().clean(value)
        if not self.is_deferred_validation:
            fractions = [option["fraction"] or Decimal(0) for option in value["options"]]
            if problem := self.fraction_problem(fractions):
                raise in_list("options", problem)
        return value

    def fraction_problem(self, fractions: list[Decimal]) -> Any:
        """
        Say what is wrong with the fractions as a whole; None when nothing is.

        Each kind of choice has its own rule. Not an abstract method: the metaclass of
        Wagtail's blocks is not that of ABC.
        """
        raise NotImplementedError


class SingleChoiceBlock(ChoiceBlock):
    """One option may be chosen."""

    feedback_right = combined_feedback("right")
    feedback_partly = combined_feedback("partly")
    feedback_wrong = combined_feedback("wrong")

    def fraction_problem(self, fractions: list[Decimal]) -> Any:
        """The best option must give all points."""
        if abs(max(fractions) - FULL) > TOLERANCE:
            return _("One option must be worth 1: now nobody could get all the points.")
        return None

    class Meta:
        icon = "radio-full"
        label = _("Single choice")
        template = "quizzes/blocks/single_choice.html"
        description = _("Several options, one of which the learner chooses.")
        preview_value = {
            "options": [
                {"text": "<p>Helsinki</p>", "fraction": Decimal(1), "feedback": ""},
                {"text": "<p>Turku</p>", "fraction": Decimal(0), "feedback": ""},
            ],
            "shuffle": False,
        }


class MultipleChoiceBlock(ChoiceBlock):
    """Any number of options may be ticked."""

    all_or_nothing = blocks.BooleanBlock(
        label=_("All or nothing"),
        required=False,
        default=False,
        help_text=_("Points only for exactly the right ticks; otherwise each tick counts."),
    )
    feedback_right = combined_feedback("right")
    feedback_partly = combined_feedback("partly")
    feedback_wrong = combined_feedback("wrong")

    def fraction_problem(self, fractions: list[Decimal]) -> Any:
        """What the right options are worth must add up to 1."""
        return sum_problem(fractions)

    class Meta:
        icon = "tick-inverse"
        label = _("Multiple choice")
        template = "quizzes/blocks/multiple_choice.html"
        description = _("Several options, of which the learner ticks every right one.")
        preview_value = {
            "options": [
                {"text": "<p>Maanantai</p>", "fraction": Decimal("0.5"), "feedback": ""},
                {"text": "<p>Tiistai</p>", "fraction": Decimal("0.5"), "feedback": ""},
                {"text": "<p>Tammikuu</p>", "fraction": Decimal("-0.5"), "feedback": ""},
            ],
            "shuffle": False,
            "all_or_nothing": False,
        }


def sum_problem(fractions: list[Decimal]) -> Any:
    """Say that the right ones of several do not add up to 1; None where they do."""
    positive = sum((fraction for fraction in fractions if fraction > 0), Decimal(0))
    if positive.quantize(TWO_DECIMALS) == FULL:
        return None
    return _(
        "The right options must add up to 1; now they add up to %(sum)s. "
        "Two right ones: 0.5 each; three: 0.3333333 each."
    ) % {"sum": number_format(f"{positive.normalize():f}")}


class TrueFalseBlock(blocks.StructBlock):
    """A statement, true or false."""

    right = blocks.ChoiceBlock(
        label=_("The statement is"),
        choices=[("true", _("true")), ("false", _("false"))],
        default="true",
    )
    feedback_true = feedback(label=_("Feedback for “true”"), help_text="")
    feedback_false = feedback(label=_("Feedback for “false”"), help_text="")

    class Meta:
        icon = "check"
        label = _("True or false")
        template = "quizzes/blocks/true_false.html"
        description = _("A statement that is true or false.")
        preview_value = {"right": "true", "feedback_true": "", "feedback_false": ""}

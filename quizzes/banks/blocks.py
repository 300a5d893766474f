"""
The forms in which an editor writes an answer, one block for each type of question.

The type of the one block in `Question.answer` is the type of the question; the ids of the
options are their keys in every language. `clean` explains what keeps a question from being
published; a draft is saved as it is. Every child of a block is written, texts as "".
"""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from quizzes.grading.marks import FULL, TOLERANCE

INLINE_FEATURES = ["bold", "italic", "superscript", "subscript"]
FEEDBACK_FEATURES = [*INLINE_FEATURES, "link"]
FEWEST_OPTIONS = 2
MOST_OPTIONS = 20
TWO_DECIMALS = Decimal("0.01")


class OptionBlock(blocks.StructBlock):
    """One option: what it says, what it is worth, and what a learner hears after choosing it."""

    text = blocks.RichTextBlock(label=_("Option"), features=INLINE_FEATURES)
    fraction = blocks.DecimalBlock(
        label=_("Worth"),
        default=Decimal(0),
        min_value=-1,
        max_value=1,
        max_digits=8,
        decimal_places=7,
        help_text=_(
            "The share of the question's points: 1 = all, 0.5 = half, 0 = none, "
            "−0.5 = choosing this takes half away."
        ),
    )
    feedback = blocks.RichTextBlock(
        label=_("Feedback"),
        features=FEEDBACK_FEATURES,
        required=False,
        help_text=_("Why this is right or not. Shown after the attempt."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Option")
        label_format = "{text} ({fraction})"


class ChoiceBlock(blocks.StructBlock):
    """What single and multiple choice have in common."""

    options = blocks.ListBlock(
        OptionBlock(), label=_("Options"), min_num=FEWEST_OPTIONS, max_num=MOST_OPTIONS
    )
    shuffle = blocks.BooleanBlock(
        label=_("Shuffle the options"),
        required=False,
        default=True,
        help_text=_(
            "Each learner sees them in another order. Untick where the order has a meaning."
        ),
    )

    def clean(self, value: Any) -> Any:
        """Check the fractions as a whole, once the parts are in order."""
        value = super().clean(value)
        if not self.is_deferred_validation:
            fractions = [option["fraction"] or Decimal(0) for option in value["options"]]
            if problem := self.fraction_problem(fractions):
                raise StructBlockValidationError(
                    {
                        "options": ListBlockValidationError(
                            non_block_errors=[ValidationError(problem)]
                        )
                    }
                )
        return value

    def fraction_problem(self, fractions: list[Decimal]) -> Any:
        """Say what is wrong with the fractions as a whole; None when nothing is."""
        raise NotImplementedError


class SingleChoiceBlock(ChoiceBlock):
    """One option may be chosen."""

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

    def fraction_problem(self, fractions: list[Decimal]) -> Any:
        """What the right options are worth must add up to 1."""
        positive = sum((fraction for fraction in fractions if fraction > 0), Decimal(0))
        if positive.quantize(TWO_DECIMALS) != FULL:
            return _(
                "The right options must add up to 1; now they add up to %(sum)s. "
                "Two right ones: 0.5 each; three: 0.3333333 each."
            ) % {"sum": number_format(f"{positive.normalize():f}")}
        return None

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


class TrueFalseBlock(blocks.StructBlock):
    """A statement, true or false."""

    right = blocks.ChoiceBlock(
        label=_("The statement is"),
        choices=[("true", _("true")), ("false", _("false"))],
        default="true",
    )
    feedback_true = blocks.RichTextBlock(
        label=_("Feedback for “true”"), features=FEEDBACK_FEATURES, required=False
    )
    feedback_false = blocks.RichTextBlock(
        label=_("Feedback for “false”"), features=FEEDBACK_FEATURES, required=False
    )

    class Meta:
        icon = "check"
        label = _("True or false")
        template = "quizzes/blocks/true_false.html"
        description = _("A statement that is true or false.")
        preview_value = {"right": "true", "feedback_true": "", "feedback_false": ""}


class AnswerBlock(blocks.StreamBlock):
    """Exactly one of these: its type is the type of the question."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()

    class Meta:
        min_num = 1
        max_num = 1

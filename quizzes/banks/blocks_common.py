"""What the forms of several types of question have in common."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks.text import ProseBlock
from quizzes.grading import numbers
from quizzes.grading.marks import FULL, TOLERANCE

INLINE_FEATURES = ["bold", "italic", "superscript", "subscript"]
FEEDBACK_FEATURES = [*INLINE_FEATURES, "link", "image"]
OPTION_FEATURES = [*INLINE_FEATURES, "image"]
COMBINED_LABELS = {
    "right": _("Feedback when everything is right"),
    "partly": _("Feedback when it is partly right"),
    "wrong": _("Feedback when it is wrong"),
}
NOBODY = _("One answer must be worth 1: now nobody could get all the points.")


def feedback(**fields: Any) -> ProseBlock:
    """Return the field of what a learner hears after an answer."""
    how = {
        "label": _("Feedback"),
        "help_text": _("Why this is right or not. Shown after the attempt."),
    }
    return ProseBlock(features=FEEDBACK_FEATURES, required=False, **how | fields)


def combined_feedback(part: str) -> ProseBlock:
    """Return one field of what everybody hears who was right, partly right or wrong."""
    return feedback(label=COMBINED_LABELS[part], help_text="")


def fraction(**fields: Any) -> blocks.DecimalBlock:
    """Return the field of the share that an answer gives."""
    how = {
        "label": _("Worth"),
        "default": Decimal(0),
        "help_text": _("The share of the question's points: 1 = all, 0.5 = half, 0 = none."),
    }
    return blocks.DecimalBlock(
        min_value=-1, max_value=1, max_digits=8, decimal_places=7, **how | fields
    )


def shuffle(label: Any, **fields: Any) -> blocks.BooleanBlock:
    """Return the box for mixing what can be chosen."""
    how = {
        "default": True,
        "help_text": _(
            "Each learner sees them in another order. Untick where the order has a meaning."
        ),
    }
    return blocks.BooleanBlock(label=label, required=False, **how | fields)


class FixedTextBlock(blocks.CharBlock):
    """A text that is the same in every language: translators are not offered it."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Return nothing to translate."""
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        """Return the text of the source."""
        return value


class NumberBlock(FixedTextBlock):
    """
    A number in digits, with a comma or a point; kept as the editor wrote it.

    `star`: whether `*`, any number, will do. `lowest`: nothing below it.
    """

    def __init__(self, *args: Any, star: bool = False, lowest: int | None = None, **kwargs: Any):
        self.star, self.lowest = star, lowest
        super().__init__(*args, max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        """Refuse what cannot be read as a number."""
        value = super().clean(value)
        if self.is_deferred_validation or not value or (self.star and value.strip() == "*"):
            return value
        found = numbers.number(value)
        if found is None:
            raise ValidationError(_("Write a number in digits, such as 12,5 or 1000."))
        if self.lowest is not None and found < self.lowest:
            raise ValidationError(_("Write a number that is %(lowest)s or more.") % vars(self))
        return value


def in_list(name: str, problem: Any) -> StructBlockValidationError:
    """Return the error of a list as a whole."""
    errors = ListBlockValidationError(non_block_errors=[ValidationError(problem)])
    return StructBlockValidationError({name: errors})


def in_items(name: str, problems: Mapping[int, Any]) -> StructBlockValidationError:
    """Return the errors of some items of a list, by their place from 0."""
    errors = {place: ValidationError(problem) for place, problem in problems.items()}
    return StructBlockValidationError({name: ListBlockValidationError(block_errors=errors)})


def in_field(name: str, problem: Any) -> StructBlockValidationError:
    """Return the error of one field."""
    return StructBlockValidationError({name: ValidationError(problem)})


def best_of(answers: Any) -> Decimal:
    """Return what the best of some answers is worth; 0 where there is none."""
    return max((answer["fraction"] or Decimal(0) for answer in answers), default=Decimal(0))


def gives_everything(answers: Any) -> bool:
    """Whether somebody can get all the points."""
    return abs(best_of(answers) - FULL) <= TOLERANCE

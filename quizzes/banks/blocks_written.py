"""The form of an essay, and of a text between questions."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import ProseBlock
from quizzes.banks.blocks_common import FEEDBACK_FEATURES, FixedTextBlock, in_field
from quizzes.grading.essay import MOST_FILES, NO_LIMIT

EDITORS = [
    ("rich", _("a text with paragraphs")),
    ("plain", _("plain text")),
    ("none", _("no text, only files")),
]
TEMPLATE_FEATURES = ["bold", "italic", "ol", "ul"]


class CriterionBlock(blocks.StructBlock):
    """What a grader looks at, and how many points it gives."""

    name = blocks.CharBlock(label=_("Criterion"), max_length=150)
    points = blocks.DecimalBlock(
        label=_("Points"), default=Decimal(1), min_value=0, max_digits=6, decimal_places=2
    )
    description = blocks.TextBlock(label=_("What is expected"), required=False, rows=2)

    class Meta:
        icon = "list-ul"
        label = _("Criterion")
        label_format = "{name} ({points})"


class EssayBlock(blocks.StructBlock):
    """A text, files, or both, which a person grades."""

    editor = blocks.ChoiceBlock(label=_("The learner writes"), choices=EDITORS, default="rich")
    lines = blocks.IntegerBlock(
        label=_("Height in lines"), default=10, min_value=2, max_value=40, required=False
    )
    min_words = blocks.IntegerBlock(label=_("Fewest words"), required=False, min_value=1)
    max_words = blocks.IntegerBlock(
        label=_("Most words"),
        required=False,
        min_value=1,
        help_text=_("A text outside the limits is kept; the learner and the grader are told."),
    )
    files_allowed = blocks.IntegerBlock(
        label=_("Files allowed"),
        default=0,
        min_value=NO_LIMIT,
        max_value=MOST_FILES,
        help_text=_("0 = none, −1 = as many as we take."),
    )
    files_required = blocks.IntegerBlock(
        label=_("Files required"), default=0, min_value=0, max_value=MOST_FILES
    )
    file_types = blocks.ListBlock(
        FixedTextBlock(max_length=20),
        label=_("Kinds of files"),
        default=[],
        help_text=_("Endings such as .pdf; none means all that we can check."),
    )
    template = ProseBlock(label=_("Text to begin with"), required=False, features=TEMPLATE_FEATURES)
    model_answer = ProseBlock(
        label=_("Model answer"),
        required=False,
        features=FEEDBACK_FEATURES,
        help_text=_("For graders, and for learners once right answers are shown."),
    )
    grader_info = ProseBlock(
        label=_("For graders only"), required=False, features=FEEDBACK_FEATURES
    )
    criteria = blocks.ListBlock(CriterionBlock(), label=_("Grading criteria"), default=[])

    def clean(self, value: Any) -> Any:
        """Say which limits contradict each other."""
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        fewest, most = value["min_words"], value["max_words"]
        if fewest and most and fewest > most:
            raise in_field("max_words", _("The most words are fewer than the fewest words."))
        allowed = value["files_allowed"] or 0
        required = value["files_required"] or 0
        if allowed != NO_LIMIT and required > allowed:
            raise in_field("files_required", _("More files are required than are allowed."))
        if value["editor"] == "none" and not allowed:
            raise in_field("files_allowed", _("Without a text there must be files to hand in."))
        return value

    class Meta:
        icon = "doc-full"
        label = _("Essay")
        template = "quizzes/blocks/essay.html"
        description = _("A text or files, graded by a person.")
        preview_value = {"editor": "plain", "lines": 5, "min_words": 50, "max_words": 200}


class DescriptionBlock(blocks.StructBlock):
    """A text between questions: nothing is asked."""

    class Meta:
        icon = "pilcrow"
        label = _("Text between questions")
        template = "quizzes/blocks/description.html"
        description = _("The question's text alone: nothing is asked and nothing is marked.")
        preview_value: dict[str, Any] = {}

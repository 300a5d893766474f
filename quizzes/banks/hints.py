"""Hints: what a learner is told before the next try, one after each wrong one."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import ProseBlock
from quizzes.banks.blocks_common import FEEDBACK_FEATURES


class HintBlock(blocks.StructBlock):
    """One hint, and what happens to the answer before the next try."""

    text = ProseBlock(label=_("Hint"), features=FEEDBACK_FEATURES)
    clear_wrong = blocks.BooleanBlock(
        label=_("Clear the wrong parts"),
        required=False,
        default=False,
        help_text=_("What was wrong is taken away before the next try."),
    )
    show_count = blocks.BooleanBlock(
        label=_("Show how many parts were right"), required=False, default=False
    )

    class Meta:
        icon = "help"
        label = _("Hint")
        label_format = "{text}"
        template = "quizzes/blocks/hint.html"
        description = _("Shown after a wrong try, where a quiz allows several.")
        preview_value = {
            "text": "<p>Mieti, kuka päätöksen tekee.</p>",
            "clear_wrong": False,
            "show_count": False,
        }

"""A question that the reader answers for themselves, in writing."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.doing import GROUP, Desk, DoingBlock
from home.blocks.text import SHORT_FEATURES, ProseBlock

LONGEST_TEXT = 20_000


class ReflectionBlock(DoingBlock):
    """A question with room for private words."""

    deed = "reflection"

    question = blocks.CharBlock(
        label=_("Question"),
        max_length=300,
        default="",
        help_text=_("One question to the reader's own work: “Whom do you ask first?”"),
    )
    introduction = ProseBlock(
        label=_("Introduction"),
        features=SHORT_FEATURES,
        required=False,
        default="",
        help_text=_("What helps to begin. Nobody reads the answers, so promise no feedback."),
    )

    class Meta:
        icon = "edit"
        label = _("Question to think about in writing")
        group = GROUP
        template = "blocks/reflection.html"
        description = _("A question that the reader answers in private notes of their own.")
        preview_value = {
            "question": "Milloin kysyit viimeksi, mitä asiakas itse haluaa työltä?",
            "introduction": "<p>Muistele yhtä tapaamista tältä viikolta.</p>",
        }

    def advise(self, value: Any) -> Iterator[str]:
        """Advise when nothing is asked."""
        if "?" not in f"{value['question']}{value['introduction'].source}":
            yield gettext("Nothing is asked here. A question with its mark is easier to answer.")

    def seen(self, value: Any, desk: Desk) -> dict[str, Any]:
        """Return what was typed and not saved, else what is kept."""
        text = desk.kept.get("text", "") if desk.typed is None else desk.typed
        return {"text": text, "longest": LONGEST_TEXT}

"""What makes the reader think: a client's situation, a question to oneself."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks.text import SHORT_FEATURES, ProseBlock

GROUP = _("To think about")


class ClientCaseBlock(blocks.StructBlock):
    """A client's situation to think about."""

    heading = blocks.CharBlock(
        label=_("Client"),
        max_length=120,
        default="",
        help_text=_("An invented first name and an age, such as “Maija, 43”."),
    )
    story = ProseBlock(
        label=_("Story"),
        features=SHORT_FEATURES,
        default="",
        help_text=_("An invented person: nobody may recognise a real client in it."),
    )
    questions = ProseBlock(
        label=_("Questions to think about"),
        features=SHORT_FEATURES,
        required=False,
        default="",
        help_text=_("A list of two or three questions that have more than one answer."),
    )

    class Meta:
        icon = "user"
        label = _("Client case")
        group = GROUP
        template = "blocks/client_case.html"
        description = _("An invented client's situation, and questions about it.")
        preview_value = {
            "heading": "Maija, 43",
            "story": (
                "<p>Maija on ollut kaksi vuotta työttömänä selkäkipujen takia. Palaverissa neljä "
                "ammattilaista sopii hänelle kuntoutusjakson, ja Maija nyökkää.</p>"
            ),
            "questions": "<ul><li>Missä kohdassa Maija jäi sivuun omasta asiastaan?</li></ul>",
        }


class SelfCheckOptionBlock(blocks.StructBlock):
    """One option of a self-check."""

    text = blocks.CharBlock(label=_("Option"), max_length=300, default="")
    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.TextBlock(
        label=_("Feedback"),
        default="",
        help_text=_("Why it is right or wrong. The reader learns from this line."),
    )

    class Meta:
        icon = "tick"
        label = _("Option")


class SelfCheckBlock(blocks.StructBlock):
    """A question to oneself; nothing is stored."""

    question = blocks.TextBlock(
        label=_("Question"),
        default="",
        help_text=_("Asks what this lesson has just said. Nothing is stored or graded."),
    )
    options = blocks.ListBlock(
        SelfCheckOptionBlock(),
        label=_("Options"),
        min_num=2,
        default=[{"text": "", "right": False, "feedback": ""}] * 3,
        help_text=_("Three is a good number. The wrong ones should be such as people think."),
    )

    class Meta:
        icon = "help"
        label = _("Self-check")
        group = GROUP
        template = "blocks/self_check.html"
        description = _("A question to oneself with feedback for each answer; nothing is graded.")
        preview_value = {
            "question": "Mikä kertoo varmimmin, että asiakas on osallinen?",
            "options": [
                {
                    "text": "Hän on paikalla jokaisessa palaverissa.",
                    "right": False,
                    "feedback": "Läsnäolo on hyvä alku, mutta se ei kerro vaikuttamisesta.",
                },
                {
                    "text": "Suunnitelma muuttui hänen ehdotuksestaan.",
                    "right": True,
                    "feedback": "Hänen näkemyksensä vaikutti siihen, mitä seuraavaksi tapahtuu.",
                },
            ],
        }

    def clean(self, value: Any) -> Any:
        """Want a right option: without one, every answer would be called wrong."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        if not any(option["right"] for option in value["options"]):
            raise StructBlockValidationError(
                block_errors={
                    "options": ValidationError(_("Mark at least one option as the right one."))
                }
            )
        return value

    def advise(self, value: Any) -> Iterator[str]:
        """Advise when no answer could be wrong."""
        if all(option["right"] for option in value["options"]):
            yield gettext("Every option is right, so nothing can be checked. Add one that is not.")

"""What happens one after another: steps of work, a timeline."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import GROUP, SHORT_FEATURES, ProseBlock

MANY = 9


class StepBlock(blocks.StructBlock):
    """One step, or one moment of a timeline."""

    when = blocks.CharBlock(
        label=_("When"),
        required=False,
        max_length=60,
        default="",
        help_text=_("Such as “First week” or “2023”; the words themselves, without a sign."),
    )
    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        default="",
        help_text=_("What is done or what happened: the steps are understood by these alone."),
    )
    text = ProseBlock(label=_("Text"), features=SHORT_FEATURES, required=False, default="")

    class Meta:
        icon = "list-ol"
        label = pgettext_lazy("block", "Step")


class StepsBlock(blocks.StructBlock):
    """Steps of work with numbers, or moments of a timeline without."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        default="",
        help_text=_("What the steps lead to: “From a worry to a plan”."),
    )
    numbered = blocks.BooleanBlock(
        label=_("Numbered"),
        required=False,
        default=True,
        help_text=_("For what is done in this order. A timeline of events needs no numbers."),
    )
    steps = blocks.ListBlock(
        StepBlock(),
        label=_("Steps"),
        min_num=2,
        max_num=20,
        help_text=_("Three to seven. What branches is a process diagram instead."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Steps or timeline")
        group = GROUP
        template = "blocks/steps.html"
        description = _("What is done or what happened one after another.")
        preview_value = {
            "heading": "Huolesta suunnitelmaksi",
            "numbered": True,
            "steps": [
                {
                    "when": "Ensimmäinen viikko",
                    "heading": "Ota puheeksi",
                    "text": "<p>Kysy, mitä asiakas itse toivoo työltä juuri nyt.</p>",
                },
                {
                    "when": "Kolmas viikko",
                    "heading": "Kootkaa tilannekuva yhdessä",
                    "text": "<p>Työ, terveys, osaaminen ja arki samalle paperille.</p>",
                },
                {
                    "when": "Toinen kuukausi",
                    "heading": "Sopikaa seuraava askel",
                    "text": "<p>Yksi teko, yksi vastuuhenkilö, yksi päivämäärä.</p>",
                },
            ],
        }

    def advise(self, value: Any) -> Iterator[str]:
        """Advise to divide what nobody keeps in mind."""
        if len(value["steps"]) > MANY:
            yield gettext("So many steps are hard to keep in mind. Divide them into two parts.")

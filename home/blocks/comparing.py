"""Services or ways of working side by side."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home.blocks.tables import GROUP, GridBlock, TableValue, grid_errors

MOST_COMPARED = 4
TOO_SMALL = _(
    "Compare two things or more by two questions or more: three columns and two rows at least."
)


class ComparisonBlock(blocks.StructBlock):
    """Two to four things side by side, by the same questions."""

    grid = GridBlock(
        label=_("What is compared"),
        help_text=_(
            "The first column has the questions, such as “Who decides?”. Each other column is "
            "one of the things, under its name. On a phone each question is followed by its "
            "answers."
        ),
    )
    conclusion = blocks.CharBlock(
        label=_("In short"),
        required=False,
        max_length=250,
        default="",
        help_text=_("What decides between them, in one sentence."),
    )

    class Meta:
        icon = "table"
        label = _("Comparison")
        group = GROUP
        template = "blocks/comparison.html"
        value_class = TableValue
        description = _("Two to four services or ways of working side by side.")
        preview_value = {
            "grid": {
                "caption": "Työkokeilu ja palkkatuettu työ",
                "columns": [
                    {"type": "cell", "heading": "Kysymys"},
                    {"type": "cell", "heading": "Työkokeilu"},
                    {"type": "cell", "heading": "Palkkatuettu työ"},
                ],
                "rows": [
                    {"values": ["Onko työsuhdetta?", "Ei ole", "On"]},
                    {
                        "values": [
                            "Mistä toimeentulo?",
                            "Työttömyysetuus tai kuntoutusraha",
                            "Työnantajan maksama palkka",
                        ]
                    },
                    {"values": ["Kuka päättää?", "Työvoimaviranomainen", "Työvoimaviranomainen"]},
                ],
            },
            "conclusion": "Kokeilu selvittää, sopiiko työ; palkkatuki auttaa pääsemään siihen.",
        }

    def clean(self, value: Any) -> Any:
        """Want two to four things, and an answer of each to every question."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        grid = value["grid"]
        errors = grid_errors(grid, columns=3, rows=2, too_small=TOO_SMALL)
        if len(grid.columns) > MOST_COMPARED + 1:
            errors.append(_("Compare at most four things; nobody holds more in mind."))
        if any(not text.strip() for row in grid.row_data for text in row["values"]):
            errors.append(_("Answer every question for each thing: write “no” or “–”."))
        if errors:
            raise StructBlockValidationError(block_errors={"grid": ValidationError(errors)})
        return value

"""The form of the review matrix: fields by moments, a box each."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from quizzes.attempts.reviewing import DEFAULT, FIELDS, MOMENTS, WAIT

# During the attempt the question stands there anyway, and there is no result yet.
NEVER = {("during", "attempt"), ("during", "overall_feedback")}


class ReviewGrid(forms.Widget):
    """A table of boxes: a row for each field, a column for each moment."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the table and the box below it."""
        kept = value if isinstance(value, dict) and value else DEFAULT
        rows = [
            {
                "label": label,
                "boxes": [
                    {
                        "name": f"{name}-{moment}-{field}",
                        "label": moment_label,
                        "is_there": (moment, field) not in NEVER,
                        "checked": field in kept.get(moment, ()),
                    }
                    for moment, moment_label in MOMENTS.items()
                ],
            }
            for field, label in FIELDS.items()
        ]
        context = {
            "id": (attrs or {}).get("id", name),
            "name": name,
            "moments": list(MOMENTS.values()),
            "rows": rows,
            "waits": kept.get(WAIT, True),
        }
        return render_to_string("quizzes/review_grid.html", context)

    def value_from_datadict(
        self, data: MultiValueDict[str, str], files: Any, name: str
    ) -> dict[str, Any]:
        """Read the boxes."""
        read: dict[str, Any] = {
            moment: [
                field
                for field in FIELDS
                if (moment, field) not in NEVER and f"{name}-{moment}-{field}" in data
            ]
            for moment in MOMENTS
        }
        return read | {WAIT: f"{name}-{WAIT}" in data}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """A grid without a box is a grid all the same."""
        return f"{name}-sent" not in data


class ReviewField(forms.Field):
    """What a learner sees, and when; as usual is written as nothing, so that it may change."""

    widget = ReviewGrid

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            label=_("What a learner sees, and when"),
            **kwargs,
        )

    def clean(self, value: Any) -> dict[str, Any]:
        """Refuse what shows a key without the question that it is of."""
        for moment, label in MOMENTS.items():
            shown = value.get(moment, [])
            if moment != "during" and shown not in ([], ["marks"]) and "attempt" not in shown:
                if set(shown) <= {"marks", "overall_feedback"}:
                    continue
                raise ValidationError(
                    _("%(moment)s: show the questions too, or none of what is about them.")
                    % {"moment": label}
                )
        return {} if value == DEFAULT else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what both mean."""
        return (initial or DEFAULT) != (data or DEFAULT)

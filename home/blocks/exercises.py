"""An exercise made elsewhere (H5P), in a frame that can reach nothing."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from home.blocks.doing import GROUP, Desk, DoingBlock
from home.blocks.text import SHORT_FEATURES, ProseBlock
from home.h5p.frames import frame_address
from home.words import SOURCE_LANGUAGE

# What is kept of it is its results, in rows of their own.
EXERCISE = "exercise"


class ExerciseBlock(DoingBlock):
    """An exercise, and the same in words; how it went is shown to its learner."""

    deed = EXERCISE
    part = "blocks/_exercise_result.html"

    title = blocks.CharBlock(label=pgettext_lazy("block", "Title"), max_length=150, default="")
    exercise = SnippetChooserBlock(
        "home.H5PPackage",
        label=_("H5P exercise"),
        help_text=_("In the language of the page. You add exercises under “H5P exercises”."),
    )
    alternative = ProseBlock(
        label=_("The same in words"),
        required=False,
        features=SHORT_FEATURES,
        default="",
        help_text=_(
            "What one learns from it, for those who cannot use it. Leave empty to show the words "
            "of the exercise itself."
        ),
    )

    class Meta:
        icon = "tasks"
        label = _("H5P exercise")
        group = GROUP
        template = "blocks/exercise.html"
        preview_template = "blocks/previews/exercise.html"
        description = _("An exercise made with H5P. It enriches, and decides over nothing.")
        preview_value = {
            "title": "Yhdistä palvelu ja järjestäjä",
            "exercise": None,
            "alternative": (
                "<p>Ammatillista kuntoutusta järjestävät Kela ja työeläkelaitokset, "
                "palkkatukea myöntää työvoimaviranomainen.</p>"
            ),
        }

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Give the template the address of the frame; none where the exercise was deleted."""
        context = super().get_context(value, parent_context=parent_context)
        package = value["exercise"]
        language = get_language() or SOURCE_LANGUAGE
        frame = frame_address(package, language) if package else ""
        return context | {"package": package, "frame_href": frame}

    def seen(self, value: Any, desk: Desk) -> dict[str, Any]:
        """Return how it went, in words."""
        return {"result": result_in_words(desk.kept)}

    def frame_source(self, raw: Any) -> str:
        """Return whose frames a page with this needs: ours."""
        return "'self'"


def result_in_words(kept: Any) -> str:
    """Return the latest result, and the best where it is another; empty before the first."""
    if not kept:
        return ""
    latest, best = _in_words(kept["latest"]), _in_words(kept["best"])
    if latest == best:
        return _now("Your result: %(result)s.") % {"result": latest}
    return _now("Your result: %(result)s. Your best: %(best)s.") % {"result": latest, "best": best}


def _in_words(said: dict[str, Any]) -> str:
    if said["percent"] is None:
        return {True: _now("right"), False: _now("not right yet"), None: _now("done")}[
            said["success"]
        ]
    if said["points"] is None or said["most"] is None:
        return _now("%(percent)s %%") % {"percent": said["percent"]}
    return _now("%(points)s / %(most)s points (%(percent)s %%)") % {
        "points": number_format(said["points"]),
        "most": number_format(said["most"]),
        "percent": said["percent"],
    }

"""In the editor of a quiz: the ways to its exceptions and to trying it."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel


class ExceptionsPanel(Panel):
    """A line with a link; nothing for a quiz that is being made."""

    class BoundPanel(Panel.BoundPanel):
        """The line of one quiz."""

        def is_shown(self) -> bool:
            """Whether there is a quiz to have exceptions."""
            return bool(super().is_shown() and self.instance.pk)

        def render_html(self, parent_context: Any = None) -> SafeString:
            """Say how many, and link to the list."""
            count = self.instance.overrides.count()
            words = ngettext(
                "%(count)s exception for a learner or a run",
                "%(count)s exceptions for learners or runs",
                count,
            )
            return format_html(
                '<p><a href="{}?quiz={}">{}</a> · <a href="{}?quiz={}">{}</a></p>',
                reverse("quiz_exceptions:index"),
                str(self.instance.pk),
                words % {"count": count},
                reverse("quiz_exceptions:add"),
                str(self.instance.pk),
                _("Make an exception: extra time, other dates, a new attempt"),
            )


class TrialPanel(Panel):
    """A link to try the quiz as it was last saved; nothing for one that is being made."""

    class BoundPanel(Panel.BoundPanel):
        """The link of one quiz."""

        def is_shown(self) -> bool:
            """Whether there is a quiz to try."""
            return bool(super().is_shown() and self.instance.pk)

        def render_html(self, parent_context: Any = None) -> SafeString:
            """Say what it is, and link."""
            return format_html(
                '<p><a href="{}" target="_blank">{}</a></p>',
                reverse("quizzes:trial", args=[self.instance.pk]),
                _("Try the quiz as it was last saved; nothing is recorded"),
            )

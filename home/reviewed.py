"""Content whose facts grow old: who keeps it true, and by when it is looked at again."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Page,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail_localize.fields import SynchronizedField

from home.checks import PublishGate
from home.fields import EditorField
from home.findings import Finding, advice
from home.framing import allow_frames
from home.privacy import NoViewRestrictions
from home.reach import in_our_time
from home.whole_rows import MarkedPageForm


class Reviewed(models.Model):
    """Says who answers for the facts, and by when somebody checks them."""

    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        validators=[in_our_time],
        help_text=_("The day by which somebody checks that the facts still hold."),
    )
    responsible = EditorField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible person"),
        help_text=_("Is reminded by e-mail before the day of review. Empty: all editors are."),
    )

    review_panels = [
        MultiFieldPanel(
            [FieldPanel("responsible"), FieldPanel("review_by")], heading=_("Keeping it true")
        ),
    ]
    review_fields = [
        SynchronizedField("review_by", overridable=False),
        SynchronizedField("responsible", overridable=False),
    ]

    # A snippet's days of publishing are those of its source; Wagtail keeps a page's apart.
    snippet_fields = [
        *review_fields,
        SynchronizedField("go_live_at", overridable=False),
        SynchronizedField("expire_at", overridable=False),
        SynchronizedField("first_published_at", overridable=False),
    ]

    class Meta:
        abstract = True


def review_advice(content: Reviewed) -> Iterator[Finding]:
    """Yield that a day of review has passed."""
    if content.review_by and content.review_by < timezone.localdate():
        words = gettext("Its day of review has passed. Check the facts, then set a new day.")
        yield advice("review_passed", words, field="review_by")


class SnippetQuerySet(models.QuerySet[Any]):
    def shown_in(self, language: str) -> "SnippetQuerySet":
        """Published snippets of a language, in no order: each language sorts in its own way."""
        return self.filter(live=True, locale__language_code=language)


class ReviewedSnippet(
    Reviewed,
    PublishGate,
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    models.Model,
):
    """A snippet whose facts grow old: drafted, approved, translated, shown on a page of its own."""

    objects = SnippetQuerySet.as_manager()

    class Meta(TranslatableMixin.Meta):
        abstract = True


class ReviewedPage(Reviewed, PublishGate, NoViewRestrictions, Page):
    """A page whose facts grow old."""

    base_form_class = MarkedPageForm

    class Meta:
        abstract = True

    def publishing_advice(self) -> list[Finding | str]:
        """Tell when the facts should have been checked by now."""
        return [*super().publishing_advice(), *review_advice(self)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Let the page frame what its own blocks need; this way previews do so too."""
        allow_frames(request, self)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context

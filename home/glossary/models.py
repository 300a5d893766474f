"""The words of the field: one snippet a term, linked from texts by itself."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from home.blocks.text import SHORT_FEATURES
from home.reviewed import ReviewedSnippet


class GlossaryTerm(ReviewedSnippet):
    """A term and what it means, in one language."""

    term = models.CharField(
        _("term"),
        max_length=120,
        help_text=_("As it stands in a dictionary."),
    )
    slug = models.SlugField(
        _("end of the address"),
        max_length=120,
        help_text=_("The term leads there: letters a–z, digits and hyphens."),
    )
    # Words are bent in Finnish: texts are searched for these too.
    other_forms = models.TextField(
        _("other forms"),
        blank=True,
        help_text=_(
            "Other words for the same, and forms that texts use, one a line: the term “etuus” is "
            "written “etuuden” too."
        ),
    )
    definition = RichTextField(
        _("definition"),
        features=SHORT_FEATURES,
        help_text=_("Two or three sentences. The first one must do alone."),
    )
    source = models.CharField(
        _("source"), max_length=250, blank=True, help_text=_("Where the definition comes from.")
    )
    linked = models.BooleanField(
        _("linked in texts"),
        default=True,
        help_text=_("Where a lesson uses the term for the first time, it opens the definition."),
    )

    override_translatable_fields = [
        TranslatableField("term"),
        TranslatableField("slug"),
        TranslatableField("other_forms"),
        TranslatableField("definition"),
        TranslatableField("source"),
        SynchronizedField("linked", overridable=False),
        *ReviewedSnippet.snippet_fields,
    ]

    class Meta(ReviewedSnippet.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["term", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="home_term_address_once_a_language",
                violation_error_message=_("Another term of this language has this address."),
            ),
            models.CheckConstraint(
                condition=~Q(term=""),
                name="home_term_is_written",
                violation_error_message=_("Write the term."),
            ),
        ]

    def __str__(self) -> str:
        return self.term

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Show it on the readers' own page."""
        return "home/glossary/term.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Give that page the draft."""
        return super().get_preview_context(request, mode_name) | {"term": self}

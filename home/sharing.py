"""Showing a draft to somebody without an account, by a link that ends."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class DraftShare(models.Model):
    """
    A link to the latest draft of a page.

    Only the digest of its secret is kept: who reads the database cannot use the links.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))
    digest = models.CharField(max_length=64, unique=True)
    reason = models.CharField(
        _("for whom"), max_length=150, blank=True, help_text=_("So that you know it in the list.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("ends"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    class Meta:
        verbose_name = _("shared draft")
        verbose_name_plural = _("shared drafts")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="home_share_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.reason or str(self.page_id)

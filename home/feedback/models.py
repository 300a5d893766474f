"""Feedback as rows: what was written, by when it is answered, and what was answered."""

import datetime
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# The law on digital services gives two weeks for what concerns accessibility; all get them.
DAYS_TO_ANSWER = 14
LONGEST_WORDS = 4000
# No letters that are taken for others on paper or aloud.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return a name for a message that can be read aloud and not guessed."""
    return "".join(secrets.choice(SIGNS) for _sign in range(8))


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def open(self) -> "FeedbackQuerySet":
        """What nobody has answered yet."""
        return self.filter(answered_at__isnull=True)

    def overdue(self, today: datetime.date) -> "FeedbackQuerySet":
        """What should have been answered by now."""
        return self.open().filter(due_on__lt=today)


class Feedback(models.Model):
    """One message of a reader. Whose it is, is known by the address that they gave, if they did."""

    class Kind(models.TextChoices):
        ACCESSIBILITY = "accessibility", _("Accessibility: something is hard or impossible to use")
        CONTENT = "content", _("Content: something is wrong, old or hard to understand")
        FAULT = "fault", _("A fault: something does not work")
        OTHER = "other", _("Something else")

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    kind = models.CharField(_("what it is about"), max_length=20, choices=Kind.choices)
    words = models.TextField(_("message"), max_length=LONGEST_WORDS)
    page = models.CharField(_("page"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10)
    sent_at = models.DateTimeField(_("sent"))
    due_on = models.DateField(_("answer by"))
    answer = models.TextField(
        _("answer"),
        max_length=LONGEST_WORDS,
        blank=True,
        help_text=_("Goes to the sender by mail where they gave an address. Say what was mended."),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = [models.F("answered_at").desc(nulls_first=True), "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="home_feedback_says_something",
                violation_error_message=_("Write your message."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["accessibility", "content", "fault", "other"]),
                name="home_feedback_kind_is_known",
                violation_error_message=_("Choose what it is about from the list."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
                name="home_feedback_answered_in_words",
                violation_error_message=_("Write the answer."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=models.F("sent_at")),
                name="home_feedback_answered_after_it_was_sent",
                violation_error_message=_("An answer comes after the message."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.words[:60]}"

    @property
    def is_late(self) -> bool:
        """Whether it should have been answered by now."""
        return self.answered_at is None and self.due_on < timezone.localdate()

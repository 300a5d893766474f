"""What staff write about and to the participants of their runs."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment

MOST_DAYS = 365
DAYS = _("From 1 to 365 days.")


class Note(models.Model):
    """A note on a participant, for the staff of the run alone."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("note"))
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="courses_note_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class MessageTemplate(models.Model):
    """A letter that an organisation sends again and again. {name}, {course} … are filled in."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="message_templates")
    name = models.CharField(_("name"), max_length=100)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("message"))

    class Meta:
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="courses_template_named_once",
                violation_error_message=_("Your organisation has a template of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """A message sent to chosen participants of a run, as it was written."""

    run = models.ForeignKey(CourseRun, models.PROTECT, related_name="messages")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("message"))
    # Where answers go: the sender's own address, where they agreed to show it.
    reply_to = models.EmailField(_("answers go to"), blank=True)
    # The form's own: sending the same form again sends nothing more.
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body=""), name="courses_message_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class MessageCopy(models.Model):
    """One participant's copy of a message; mailed when `mailed_at` is set."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="copies")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="messages")
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    class Meta:
        verbose_name = _("copy of a message")
        verbose_name_plural = _("copies of messages")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "enrolment"], name="courses_message_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.enrolment_id}"


class ReminderRule(models.Model):
    """An automatic reminder that a run has chosen: so many days before, or after silence."""

    class Kind(models.TextChoices):
        BEFORE_DEADLINE = "before_deadline", _("before a step is due")
        BEFORE_END = "before_end", _("before the run ends")
        BEFORE_WEBINAR = "before_webinar", _("before a webinar")
        AFTER_SILENCE = "after_silence", _("when nothing has been done for")

    run = models.ForeignKey(CourseRun, models.CASCADE, related_name="reminder_rules")
    kind = models.CharField(_("when"), max_length=20, choices=Kind.choices)
    days = models.PositiveSmallIntegerField(
        _("days"), validators=[MinValueValidator(1, DAYS), MaxValueValidator(MOST_DAYS, DAYS)]
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["kind", "days"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "kind", "days"],
                name="courses_reminder_once",
                violation_error_message=_("The run has this reminder already."),
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=MOST_DAYS),
                name="courses_reminder_1_to_365_days",
                violation_error_message=DAYS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.kind} {self.days}"


class ReminderSent(models.Model):
    """A reminder was sent, so that it is sent once: `occasion` names what it was about."""

    rule = models.ForeignKey(ReminderRule, models.CASCADE, related_name="sent")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="reminders")
    # The step, session or silence, such as "step:12:2026-11-30".
    occasion = models.CharField(max_length=80)
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "enrolment", "occasion"], name="courses_reminder_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.enrolment_id}"

"""What a person was told on the site, and how they want to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        """Those that the person has not read yet."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """
    One thing that a person is told on the site: the words of its mail's subject, and where to.

    An event is told once, whatever happens to its mail; the key names it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=30)
    key = models.CharField(max_length=200)
    title = models.CharField(_("title"), max_length=300)
    # A path of this site, in the person's language.
    address = models.CharField(_("address"), max_length=500)
    told_at = models.DateTimeField(_("told"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], name="home_notice_tells_an_event_once"
            ),
            models.CheckConstraint(
                condition=Q(address__regex=r"^/($|[^/])"),
                name="home_notice_leads_into_this_site",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="home_notice_says_something"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=models.F("told_at")),
                name="home_notice_read_after_it_was_told",
            ),
        ]
        indexes = [
            # A person's notices, newest first.
            models.Index(fields=["person", "-told_at"], name="home_notice_mine_idx"),
            # How many are unread, asked with each page of whoever is signed in.
            models.Index(
                fields=["person"], condition=Q(read_at__isnull=True), name="home_notice_unread_idx"
            ),
            # The clock's question: which are old enough to forget?
            models.Index(fields=["told_at"], name="home_notice_old_idx"),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeChoice(models.Model):
    """How a person wants to be told of one kind of thing; without a row, both ways."""

    class Way(models.TextChoices):
        BOTH = "both", _("by mail and here")
        MAIL = "mail", _("by mail")
        SITE = "site", _("here on the site")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(_("kind"), max_length=30)
    way = models.CharField(_("how"), max_length=10, choices=Way.choices)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], name="home_notice_choice_once_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(way__in=["both", "mail", "site"]),
                name="home_notice_choice_way_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.way}"


class QuietHours(models.Model):
    """When a person wants no mail: from an hour to an hour in Finland, at weekends, or both."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="quiet_hours"
    )
    begins = models.TimeField(_("quiet from"), null=True, blank=True)
    ends = models.TimeField(_("quiet until"), null=True, blank=True)
    weekends = models.BooleanField(_("quiet on Saturdays and Sundays"), default=False)

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(begins__isnull=True, ends__isnull=True)
                | Q(begins__isnull=False, ends__isnull=False),
                name="home_quiet_hours_begin_and_end",
            ),
            models.CheckConstraint(
                condition=Q(begins__isnull=True) | ~Q(begins=models.F("ends")),
                name="home_quiet_hours_leave_time_for_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins}–{self.ends}"

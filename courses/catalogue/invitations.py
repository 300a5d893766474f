"""Whom the invited courses let in."""

from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from accounts.names import tidy_name
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun

# Whoever has a key gets in.
SHORTEST_KEY = 6
KEY_UNSEEN = _("The key has a character that cannot be seen. Type it instead of pasting it.")
KEY_TOO_SHORT = _("A key has 6 characters at least: a shorter one is soon guessed.")


def tidy_key(typed: str) -> str:
    """
    Write a key as it is stored and compared, in capitals.

    Raises ValidationError at a sign that cannot be seen: whoever types what is shown would not
    get in.

    >>> tidy_key(" \u00e4pple-2026\u200b ")
    'ÄPPLE-2026'
    """
    try:
        return tidy_name(typed).upper()
    except ValidationError as error:
        raise ValidationError(KEY_UNSEEN, code="unseen") from error


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_person(
        self, user: models.Model, key: str = "", token: str = ""
    ) -> "InvitationQuerySet":
        """
        Invitations that this person may use: to their address, its domain, an organisation
        that confirmed them as its own, the key that they typed, or a personal link that they
        opened and nobody has used.
        """
        email = user.email.lower()
        wanted = (
            Q(email=email)
            | Q(email_domain=email.rpartition("@")[2])
            | Q(organisation__memberships__user=user)
        )
        if key.strip():
            # No invitation has a key with a sign that cannot be seen.
            with suppress(ValidationError):
                wanted |= Q(key=tidy_key(key))
        if token:
            # Many have their account by another address than the one that was invited.
            wanted |= Q(token=token, used_at__isnull=True)
        return self.filter(wanted).distinct()

    def kept_by(self, user: User) -> "InvitationQuerySet":
        """Invitations to runs that this person manages as study staff."""
        return self.filter(run__in=CourseRun.objects.kept_by(user))


class Invitation(models.Model):
    """
    Whom an invited course lets in: one address, one e-mail domain, an organisation's
    confirmed people, or whoever has the key. Each row names exactly one of these.
    """

    NAMES = ("email", "email_domain", "organisation", "key")

    course = models.ForeignKey(Course, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), blank=True)
    email_domain = models.CharField(_("e-mail domain"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("organisation"),
    )
    key = models.CharField(pgettext_lazy("invitation", "key"), max_length=40, blank=True)
    run = models.ForeignKey(
        CourseRun,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("course run"),
        help_text=_("Empty: the invitation holds for every run of the course."),
    )
    # A personal link: whoever opens it signed in is invited, the first of them only. The
    # person of the address is invited always.
    token = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("invited"), auto_now_add=True, null=True)
    sent_at = models.DateTimeField(_("mailed"), null=True, blank=True, editable=False)
    used_at = models.DateTimeField(_("used"), null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=(
                    (~Q(email="") & Q(email_domain="", organisation__isnull=True, key=""))
                    | (~Q(email_domain="") & Q(email="", organisation__isnull=True, key=""))
                    | (Q(organisation__isnull=False) & Q(email="", email_domain="", key=""))
                    | (~Q(key="") & Q(email="", email_domain="", organisation__isnull=True))
                ),
                name="courses_invitation_names_exactly_one",
                violation_error_message=_(
                    "Name one: an address, a domain, an organisation or a key."
                ),
            ),
            models.CheckConstraint(
                condition=Q(token__isnull=True) | ~Q(email=""),
                name="courses_invitation_link_is_personal",
                violation_error_message=_("Only an invitation to an address has a link."),
            ),
            models.UniqueConstraint(
                "course",
                "email",
                "email_domain",
                # No organisation or run has the id 0; two empty ones count as the same.
                Coalesce("organisation", 0),
                Coalesce("run", 0),
                "key",
                name="courses_invitation_once",
                violation_error_message=_("This invitation is there already."),
            ),
        ]

    def __str__(self) -> str:
        return self.email or self.email_domain or self.key or str(self.organisation)

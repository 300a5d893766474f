"""
Personal identity codes, where an organisation's register cannot do without them.

Kept apart from people: encrypted with a key from the environment, one row for a person and
an organisation. Each reading leaves a row. No screen, log, search or revision shows a code.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation


class IdentityCode(models.Model):
    """One person's code for one organisation, encrypted; erased when it is no longer needed."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="identity_codes")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="identity_codes"
    )
    ciphertext = models.BinaryField(editable=False)
    given_at = models.DateTimeField()
    # The day on which it is erased, as things stood on the day when that was worked out
    # (`identity_codes_ended`); empty while something may still need it.
    erase_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("personal identity code")
        verbose_name_plural = _("personal identity codes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], name="courses_identity_code_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.person_id}"


class IdentityCodeReading(models.Model):
    """A code was read: by whom, when and what for."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # Empty: the command on the server.
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField()
    purpose = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("reading of a personal identity code")
        verbose_name_plural = _("readings of personal identity codes")
        default_permissions = ()
        ordering = ["-read_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.read_at:%Y-%m-%d %H:%M} {self.purpose}"

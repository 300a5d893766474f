"""Badges as they were issued, the keys that signed them, and the lists of their states."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificates.records import Certificate

# As the specification of status lists asks at least: 16 KB of bits, so that a place in it
# tells nothing of whose it is.
LIST_LENGTH = 131_072


class SigningKey(models.Model):
    """
    A key that signs badges. Retired ones keep their public half, so old badges verify.

    The private half is encrypted with the key of the environment, and goes when the key is
    retired.
    """

    class Kind(models.TextChoices):
        ED25519 = "ed25519", "Ed25519"
        RSA = "rsa", "RSA"

    name = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    public_jwk = models.JSONField()
    private = models.BinaryField(null=True, blank=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(retired_at__isnull=True),
                name="certificates_one_key_in_use_of_each_kind",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, private__isnull=False)
                | Q(retired_at__isnull=False, private__isnull=True),
                name="certificates_retired_key_cannot_sign",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StatusList(models.Model):
    """A numbered list of bits, one a badge: whether it has been revoked."""

    number = models.PositiveIntegerField(unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("list of badges' states")
        verbose_name_plural = _("lists of badges' states")
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class Badge(models.Model):
    """A certificate as an Open Badge: the signed credential, kept byte for byte."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="badge")
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="badges")
    # Its bit in the list, chosen at random.
    place = models.PositiveIntegerField()
    # With an embedded proof (eddsa-rdfc-2022), and as a JSON Web Token (RS256).
    document = models.TextField()
    token = models.TextField()
    document_key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    token_key = models.ForeignKey(SigningKey, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "place"], name="certificates_badge_has_a_place_of_its_own"
            ),
            models.CheckConstraint(
                condition=Q(place__lt=LIST_LENGTH), name="certificates_badge_place_is_in_the_list"
            ),
            models.CheckConstraint(
                condition=~Q(document="") & ~Q(token=""), name="certificates_badge_is_signed"
            ),
        ]

    def __str__(self) -> str:
        return str(self.certificate)

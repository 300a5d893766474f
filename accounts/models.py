"""People, the organisations that they act for, and in which role."""

from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.business_id import validate_business_id
from accounts.learner_id import PATTERN as LEARNER_ID_PATTERN
from accounts.learner_id import validate_learner_id
from accounts.names import NameField


class UserManager(BaseUserManager["User"]):
    """Make users by e-mail address; addresses are kept in lower case."""

    use_in_migrations = True

    def get_by_natural_key(self, email: str | None) -> "User":
        """Find a user whatever capitals the address is typed in."""
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; raises ValueError without an address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """
    A person. The e-mail address is the login.

    Names are the official ones, as a study register writes them; birth date and learner
    id are asked only when a polytechnic's registration needs them.
    """

    username = None
    first_name: models.CharField = NameField(_("given names"), max_length=150, blank=True)
    last_name: models.CharField = NameField(_("surname"), max_length=150, blank=True)
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Someone already uses this e-mail address.")},
    )
    preferred_name: models.CharField = NameField(_("preferred name"), max_length=80, blank=True)
    language = models.CharField(
        _("preferred language"),
        max_length=2,
        choices=[("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))],
        default="fi",
    )
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    learner_id = models.CharField(
        _("national learner id"),
        max_length=40,
        blank=True,
        validators=[validate_learner_id],
        help_text=_("Oppijanumero, such as 1.2.246.562.24.12345678907."),
    )
    profession = models.CharField(_("profession"), max_length=120, blank=True)
    home_organisation = models.ForeignKey(
        "accounts.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("own organisation"),
        help_text=_("Employer or county as the person tells it; it opens no door."),
    )
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    county = models.ForeignKey(
        "accounts.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=Q(kind__in=["county", "city", "region"]),
        verbose_name=_("wellbeing services county"),
        help_text=_("Where the person works; it tells owners where people have been trained."),
    )
    contact_is_protected = models.BooleanField(
        _("non-disclosure for personal safety"),
        default=False,
        help_text=_(
            "Turvakielto: your e-mail address, employer, county and own organisation are shown "
            "to nobody, and are left out of every list and file."
        ),
    )
    # The person asked us to forget them: the row stays for what points at it, without them.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique_in_any_case",
                violation_error_message=_("Someone already uses this e-mail address."),
            ),
            models.CheckConstraint(
                condition=Q(learner_id="") | Q(learner_id__regex=LEARNER_ID_PATTERN),
                name="accounts_user_learner_id_is_well_formed",
                violation_error_message=_(
                    "A national learner id is 1.2.246.562.24. and 11 digits."
                ),
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__gte="1900-01-01"),
                name="accounts_user_born_after_1900",
                violation_error_message=_("Check the year of birth."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(is_active=False),
                name="accounts_user_erased_cannot_sign_in",
                violation_error_message=_("An erased account cannot be made active again."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """
        The name to greet by: preferred, else official, else the address's first part.

        Of a protected person no part of the address is told; then a number tells who it is.
        """
        if self.erased_at:
            return gettext("Erased account")
        if self.preferred_name:
            return f"{self.preferred_name} {self.last_name}".strip()
        if self.contact_is_protected and not self.get_full_name():
            return gettext("Person %(number)s") % {"number": self.pk}
        return self.get_full_name() or self.email.partition("@")[0]

    @property
    def official_name(self) -> str:
        """Given names and surname as a register writes them; empty when not told."""
        return self.get_full_name()


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User) -> "OrganisationQuerySet":
        """Those for which this person is study staff or teacher; all for administrators."""
        if user.is_superuser:
            return self
        return self.filter(
            memberships__user=user, memberships__role__in=Membership.STAFF_ROLES
        ).distinct()

    def kept_by(self, user: User) -> "OrganisationQuerySet":
        """Organisations whose runs this person manages as study staff; all for administrators."""
        if user.is_superuser:
            return self
        return self.filter(
            memberships__user=user, memberships__role=Membership.Role.STUDY_STAFF
        ).distinct()


FIRST_YEAR, LAST_YEAR = 1900, 2200
CHECK_THE_YEAR = _("Check the year: it is between 1900 and 2200.")
YEARS = [
    MinValueValidator(FIRST_YEAR, CHECK_THE_YEAR),
    MaxValueValidator(LAST_YEAR, CHECK_THE_YEAR),
]


class Organisation(models.Model):
    """A body that organises training or employs those who take it."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("wellbeing services county")
        CITY = "city", _("city with county duties")
        HOSPITAL_GROUP = "hospital_group", _("hospital group")
        REGION = "region", _("autonomous region")
        KELA = "kela", _("Kela")
        POLYTECHNIC = "polytechnic", _("polytechnic")
        PROJECT = "project", _("project")
        MUNICIPALITY = "municipality", _("municipality")
        OTHER = "other", _("other")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name_fi = models.CharField(_("name in Finnish"), max_length=200)
    name_sv = models.CharField(_("name in Swedish"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    business_id = models.CharField(
        _("business ID"), max_length=9, blank=True, validators=[validate_business_id]
    )
    institution_code = models.CharField(
        _("institution code"),
        max_length=5,
        blank=True,
        help_text=_("Five digits that name the institution in study registers."),
    )
    county = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("county"),
    )
    starts_year = models.PositiveSmallIntegerField(
        _("first year"), null=True, blank=True, validators=YEARS
    )
    ends_year = models.PositiveSmallIntegerField(
        _("last year"), null=True, blank=True, validators=YEARS
    )

    uses_identity_codes = models.BooleanField(
        _("asks for personal identity codes"),
        default=False,
        help_text=_(
            "Only where the study register cannot do with birth date and learner id. The codes "
            "are kept encrypted, shown to nobody, and erased after registration."
        ),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_fi"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_year__isnull=True)
                | Q(ends_year__isnull=True)
                | Q(ends_year__gte=models.F("starts_year")),
                name="accounts_organisation_ends_after_it_starts",
                violation_error_message=_("The last year is the first one or later."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(starts_year__isnull=True)
                    | Q(starts_year__gte=FIRST_YEAR, starts_year__lte=LAST_YEAR)
                )
                & (
                    Q(ends_year__isnull=True)
                    | Q(ends_year__gte=FIRST_YEAR, ends_year__lte=LAST_YEAR)
                ),
                name="accounts_organisation_years_between_1900_and_2200",
                violation_error_message=CHECK_THE_YEAR,
            ),
            models.CheckConstraint(
                condition=Q(institution_code="") | Q(institution_code__regex=r"^[0-9]{5}$"),
                name="accounts_organisation_code_has_five_digits",
                violation_error_message=_("An institution code has five digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else in Finnish."""
        return getattr(self, f"name_{(get_language() or 'fi')[:2]}", "") or self.name_fi


class Membership(models.Model):
    """
    A person acts for an organisation in a role.

    Confirmed by an administrator: it opens staff's screens (study staff, teacher) or the
    courses to which the organisation's own people are invited (member).
    """

    class Role(models.TextChoices):
        STUDY_STAFF = "study_staff", _("study staff")
        TEACHER = "teacher", _("teacher")
        EMPLOYER_CONTACT = "employer_contact", _("employer contact")
        MEMBER = "member", _("member of staff")

    STAFF_ROLES = (Role.STUDY_STAFF, Role.TEACHER)

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                name="accounts_membership_once_per_role",
                violation_error_message=_("This person has this role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}: {self.get_role_display()}"

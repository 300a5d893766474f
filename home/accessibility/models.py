"""What stands in somebody's way, as people found it: the part of the statement that is kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from home.accessibility.criteria import CRITERIA
from home.reach import in_our_time
from home.words import SOURCE_LANGUAGE

LONGEST_PLACE, LONGEST_WORDS = 200, 1000


class Hindered(models.TextChoices):
    """Whom something hinders."""

    BLIND = "blind", _("those who do not see and use a screen reader")
    LOW_VISION = "low_vision", _("those who see badly")
    COLOUR = "colour", _("those who tell colours apart badly")
    DEAF = "deaf", _("those who do not hear")
    HARD_OF_HEARING = "hard_of_hearing", _("those who hear badly")
    KEYBOARD = "keyboard", _("those who use a keyboard, a switch or their voice, not a mouse")
    READING = "reading", _("those for whom reading or concentrating is hard")


def known_hindered(value: Any) -> None:
    """Raise ValidationError unless the value is a list of those hindered, each once, and one."""
    known = isinstance(value, list) and all(one in Hindered.values for one in value)
    if not known or not value or any(value.count(one) > 1 for one in value):
        raise ValidationError(_("Choose at least one group from the list."))


class AccessibilityFindingQuerySet(models.QuerySet["AccessibilityFinding"]):
    def open(self) -> "AccessibilityFindingQuerySet":
        """What stands in somebody's way today."""
        return self.filter(mended_on__isnull=True)


class AccessibilityFinding(models.Model):
    """
    Something that somebody could not use, and what they do meanwhile.

    It is written in Finnish; a language whose words are wanting shows the Finnish ones. Nothing is
    deleted: what was mended stays, with its day.
    """

    class Ground(models.TextChoices):
        """Why it is told: the law knows these three."""

        FAULT = "fault", _("It does not meet the requirements yet")
        BURDEN = "burden", _("Mending it would be a disproportionate burden")
        OUTSIDE = "outside", _("The law does not ask for it")

    ground = models.CharField(
        _("why it is told"),
        max_length=10,
        choices=Ground.choices,
        default=Ground.FAULT,
        help_text=_("A burden has to be assessed and reasoned before it may be pleaded."),
    )
    criterion = models.CharField(
        _("success criterion"),
        max_length=8,
        blank=True,
        choices=[(one.number, one.named("en")) for one in CRITERIA.values()],
        help_text=_("Of WCAG 2.2; the one that it breaks most of all."),
    )
    hinders = models.JSONField(
        _("whom it hinders"), default=list, blank=True, validators=[known_hindered]
    )
    place_fi = models.CharField(
        _("where, in Finnish"),
        max_length=LONGEST_PLACE,
        help_text=_("As readers know the place: “H5P exercises in lessons”."),
    )
    what_fi = models.TextField(
        _("what does not work, in Finnish"), max_length=LONGEST_WORDS,
        help_text=_("In a sentence or two, without the words of our trade."),
    )  # fmt: skip
    meanwhile_fi = models.TextField(
        _("meanwhile, in Finnish"), max_length=LONGEST_WORDS, blank=True,
        help_text=_("How one gets on until it is mended."),
    )  # fmt: skip
    place_sv = models.CharField(_("where, in Swedish"), max_length=LONGEST_PLACE, blank=True)
    what_sv = models.TextField(
        _("what does not work, in Swedish"), max_length=LONGEST_WORDS, blank=True
    )
    meanwhile_sv = models.TextField(
        _("meanwhile, in Swedish"), max_length=LONGEST_WORDS, blank=True
    )
    place_en = models.CharField(_("where, in English"), max_length=LONGEST_PLACE, blank=True)
    what_en = models.TextField(
        _("what does not work, in English"), max_length=LONGEST_WORDS, blank=True
    )
    meanwhile_en = models.TextField(
        _("meanwhile, in English"), max_length=LONGEST_WORDS, blank=True
    )
    found_on = models.DateField(_("found"), default=timezone.localdate, validators=[in_our_time])
    planned_by = models.DateField(
        _("to be mended by"), null=True, blank=True, validators=[in_our_time],
        help_text=_("Readers see it. Leave it empty where no day can be promised."),
    )  # fmt: skip
    mended_on = models.DateField(
        _("mended"), null=True, blank=True, validators=[in_our_time],
        help_text=_("From this day on it counts no more against the site."),
    )  # fmt: skip

    objects = AccessibilityFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("accessibility finding")
        verbose_name_plural = _("accessibility findings")
        ordering = [F("mended_on").desc(nulls_first=True), "found_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(place_fi="") & ~Q(what_fi=""),
                name="home_finding_is_told_in_finnish",
                violation_error_message=_("Say in Finnish where it is and what does not work."),
            ),
            models.CheckConstraint(
                condition=Q(place_sv="", what_sv="") | (~Q(place_sv="") & ~Q(what_sv="")),
                name="home_finding_is_whole_in_swedish",
                violation_error_message=_("Say in Swedish both where it is and what it is."),
            ),
            models.CheckConstraint(
                condition=Q(place_en="", what_en="") | (~Q(place_en="") & ~Q(what_en="")),
                name="home_finding_is_whole_in_english",
                violation_error_message=_("Say in English both where it is and what it is."),
            ),
            models.CheckConstraint(
                condition=Q(ground__in=["fault", "burden", "outside"]),
                name="home_finding_ground_is_known",
                violation_error_message=_("Choose from the list why it is told."),
            ),
            models.CheckConstraint(
                condition=Q(ground="outside") | ~Q(criterion=""),
                name="home_finding_breaks_a_criterion",
                violation_error_message=_("Choose the success criterion that it breaks."),
            ),
            models.CheckConstraint(
                condition=Q(mended_on__isnull=True) | Q(mended_on__gte=F("found_on")),
                name="home_finding_mended_after_it_was_found",
                violation_error_message=_("It was mended on the day it was found, or later."),
            ),
            models.CheckConstraint(
                condition=Q(planned_by__isnull=True) | Q(planned_by__gte=F("found_on")),
                name="home_finding_planned_after_it_was_found",
                violation_error_message=_("It is to be mended on the day it was found, or later."),
            ),
        ]

    def __str__(self) -> str:
        return self.place_fi

    @property
    def language_code(self) -> str:
        """The reader's language where the finding is told in it, else Finnish."""
        language = get_language() or SOURCE_LANGUAGE
        return language if getattr(self, f"what_{language}", "") else SOURCE_LANGUAGE

    @property
    def place(self) -> str:
        """Where it is."""
        return self._words("place")

    @property
    def what(self) -> str:
        """What does not work."""
        return self._words("what")

    @property
    def meanwhile(self) -> str:
        """How one gets on until it is mended; empty where nobody knows."""
        return self._words("meanwhile")

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of it, as pairs of a name and a value; an empty value is not known."""
        named = CRITERIA[self.criterion].named(get_language() or "") if self.criterion else ""
        known = [str(Hindered(one).label) for one in self.hinders if one in Hindered.values]
        return [
            (gettext("Whom it hinders"), "; ".join(known)),
            (gettext("Success criterion"), named),
            (gettext("Found"), date_format(self.found_on, "j.n.Y")),
            (
                gettext("To be mended by"),
                date_format(self.planned_by, "j.n.Y") if self.planned_by else "",
            ),
        ]

    @property
    def is_late(self) -> bool:
        """Whether the day has passed by which it should have been mended."""
        today = timezone.localdate()
        return self.mended_on is None and self.planned_by is not None and self.planned_by < today

    def _words(self, name: str) -> str:
        return str(getattr(self, f"{name}_{self.language_code}"))

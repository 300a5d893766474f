"""What every thing that an organisation holds has in common: its code, and whose it is."""

from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

# It stands in addresses, file names and registers.
PLAIN_CODE = RegexValidator(
    r"^[\w.-]+\Z", _("A code has letters, digits, dots, dashes and underscores.")
)
CODE_TAKEN = _("A run has this code already.")


class OrganisedQuerySet(models.QuerySet[Any]):
    """Rows with an `organiser`, as its staff see them."""

    def visible_to(self, user: models.Model) -> Self:
        """Those of this member of staff's organisations; all for administrators."""
        return self.filter(organiser__in=Organisation.objects.visible_to(user))

    def coded(self, *codes: str) -> Self:
        """Those with one of these codes, whose letters' size does not tell codes apart."""
        found = Q(pk__in=[])
        for code in codes:
            found |= Q(code__iexact=code)
        return self.filter(found)

    def kept_by(self, user: models.Model) -> Self:
        """Those that this person manages as study staff of their organiser."""
        return self.filter(organiser__in=Organisation.objects.kept_by(user))

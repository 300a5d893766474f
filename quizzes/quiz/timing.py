"""What holds of time alike in a quiz's rules and in an exception to them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def timing_constraints(owner: str) -> list[models.CheckConstraint]:
    """Hold a time limit and the last start to sense; names begin with the owner's."""
    return [
        models.CheckConstraint(
            condition=Q(time_limit_minutes__isnull=True) | Q(time_limit_minutes__gt=0),
            name=f"{owner}_time_limit_above_zero",
            violation_error_message=_("A time limit is one minute or more; empty means none."),
        ),
        models.CheckConstraint(
            condition=Q(last_start_at__isnull=True)
            | Q(closes_at__isnull=True)
            | Q(last_start_at__lte=F("closes_at")),
            name=f"{owner}_last_start_before_hard_close",
            violation_error_message=_("The last start is before the hard close."),
        ),
    ]

"""Marking delivered rows as entered in the study register, and taking a slip back."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from courses.registrar.identity_codes_ended import settle_people
from courses.registrar.models import Delivery, DeliveryRow


def _chosen(delivery: Delivery, rows: Collection[int] | None) -> QuerySet[DeliveryRow]:
    found = DeliveryRow.objects.filter(delivery=delivery).select_for_update(of=("self",))
    return found if rows is None else found.filter(pk__in=rows)


@transaction.atomic
def mark_entered(*, delivery: Delivery, rows: Collection[int] | None, by: User) -> int:
    """
    Mark rows of a delivery (None: all of them) as entered in the register; return how many.

    Rows that are marked already keep who did it and when. The identity codes of these people
    are erased in 90 days, where nothing else of theirs waits.
    """
    waiting = _chosen(delivery, rows).filter(entered_at__isnull=True)
    marked = list(waiting.values_list("pk", "completion__learner"))
    DeliveryRow.objects.filter(delivery=delivery, pk__in=[pk for pk, _who in marked]).update(
        entered_at=timezone.now(), entered_by=by
    )
    settle_people(organisation=delivery.organisation, people={who for _pk, who in marked})
    return len(marked)


@transaction.atomic
def take_back(*, delivery: Delivery, rows: Collection[int]) -> int:
    """
    Unmark rows that were marked by mistake; return how many.

    The end of these people's codes is worked out anew: another row of theirs may be entered.
    """
    marked = list(
        _chosen(delivery, rows)
        .filter(entered_at__isnull=False)
        .values_list("pk", "completion__learner")
    )
    DeliveryRow.objects.filter(delivery=delivery, pk__in=[pk for pk, _who in marked]).update(
        entered_at=None, entered_by=None
    )
    settle_people(organisation=delivery.organisation, people={who for _pk, who in marked})
    return len(marked)

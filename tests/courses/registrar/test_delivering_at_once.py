"""Two people who make a delivery at the same moment: numbers once, rows once."""

import threading

import pytest
from django.db import connection

from courses.models import Delivery, DeliveryRow
from courses.registrar.delivering import DeliveryRefusedError, Refusal

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_once(*deeds):
    """Run each deed in a thread of its own, all started together; return what each refused."""
    refusals = []
    start = threading.Barrier(len(deeds))

    def run(deed):
        start.wait()
        try:
            deed()
        except DeliveryRefusedError as refusal:
            refusals.append(refusal.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def test_the_second_finds_nothing_new(ours):
    ours.registrable(5)

    refusals = at_once(ours.deliver, ours.deliver, ours.deliver)

    assert refusals == [Refusal.NOTHING_NEW] * 2
    assert list(Delivery.objects.values_list("number", "row_count")) == [(1, 5)]
    assert DeliveryRow.objects.count() == 5


def test_two_organisations_do_not_share_numbers(ours, theirs):
    ours.registrable(2)
    theirs.registrable(2)

    assert at_once(ours.deliver, theirs.deliver) == []
    assert set(Delivery.objects.values_list("organisation", "number")) == {
        (ours.organisation.pk, 1),
        (theirs.organisation.pk, 1),
    }

"""Effects happen once, sooner or later."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from home import outbox
from home.outbox import OutboxEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def deeds(monkeypatch):
    """What a registered effect has done; `broken` makes it fail."""
    done = []

    def effect(payload):
        if payload.get("broken"):
            raise OSError("disk full")
        done.append(payload["what"])

    monkeypatch.setitem(outbox._effects, "test.effect", (effect, "default"))
    return done


def send(key="a", **payload):
    outbox.send(effect="test.effect", key=key, payload=payload)


def test_an_effect_runs_after_commit(deeds, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(what="mail")
        assert deeds == []
    assert deeds == ["mail"]
    assert OutboxEntry.objects.get().done_at is not None


def test_the_same_key_is_one_effect(deeds, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(what="mail")
        send(what="mail")
    assert deeds == ["mail"]


def test_an_effect_of_a_transaction_rolled_back_never_runs(deeds):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send(what="mail")
        raise ZeroDivisionError
    assert outbox.run_due(timezone.now()) == 0
    assert deeds == []


def test_a_failure_is_kept_and_tried_again_later(deeds, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(what="mail", broken=True)
    entry = OutboxEntry.objects.get()
    assert entry.error == "OSError: disk full"
    assert list(OutboxEntry.objects.failing()) == [entry]
    assert outbox.run_due(timezone.now()) == 0

    OutboxEntry.objects.update(payload={"what": "mail"})
    assert outbox.run_due(timezone.now()) == 0, "its next try has not come"
    OutboxEntry.objects.update(next_try_at=timezone.now() - datetime.timedelta(seconds=1))
    assert outbox.run_due(timezone.now()) == 1
    assert deeds == ["mail"]
    assert not OutboxEntry.objects.failing().exists()


def test_an_entry_whose_worker_was_killed_is_found_again(deeds):
    send(what="mail")
    taken_until = timezone.now() + outbox.LEASE
    OutboxEntry.objects.update(next_try_at=taken_until, tries=1)
    assert outbox.run_due(timezone.now()) == 0
    OutboxEntry.objects.update(next_try_at=timezone.now())
    assert outbox.run_due(timezone.now()) == 1
    assert deeds == ["mail"]


def test_a_done_effect_is_not_run_again(deeds):
    send(what="mail")
    entry = OutboxEntry.objects.get()
    assert outbox.run(entry.pk) is True
    assert outbox.run(entry.pk) is False
    assert deeds == ["mail"]


def test_an_effect_nobody_registered_is_a_bug_of_the_caller():
    with pytest.raises(KeyError):
        outbox.send(effect="test.unknown", key="a", payload={})


@pytest.mark.parametrize("count", [1, 3])
def test_many_effects_take_one_statement_and_wait_for_the_clock(
    deeds, django_assert_num_queries, count
):
    entries = [(f"key-{number}", {"what": number}) for number in range(count)]

    with django_assert_num_queries(1):
        outbox.send_many(effect="test.effect", entries=entries)
    outbox.send_many(effect="test.effect", entries=entries)
    assert deeds == []

    assert outbox.run_due(timezone.now()) == count
    assert deeds == list(range(count))


def test_many_of_an_effect_nobody_registered_is_a_bug_of_the_caller():
    with pytest.raises(KeyError):
        outbox.send_many(effect="test.unknown", entries=[("a", {})])
    assert not OutboxEntry.objects.exists()

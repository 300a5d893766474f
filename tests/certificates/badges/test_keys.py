"""The keys that sign badges, as the check before going live sees them."""

import pytest
from django.core.checks import WARNING, registry
from django.db import ProgrammingError

from certificates.badges import keys
from certificates.badges.key_check import check_badge_keys
from certificates.models import SigningKey

pytestmark = pytest.mark.django_db


def test_no_keys_and_keys_that_open_are_no_fault():
    SigningKey.objects.all().delete()
    assert check_badge_keys(None) == []
    keys.rotate()
    assert check_badge_keys(None) == []


def test_a_lost_secret_is_told_before_going_live(settings):
    keys.rotate()
    settings.BADGE_KEY_SECRETS = [b"x" * 32]
    said = check_badge_keys(None)
    names = SigningKey.objects.filter(retired_at__isnull=True).values_list("name", flat=True)
    assert [(each.id, each.level) for each in said] == [("certificates.W002", WARNING)] * 2
    for name in names:
        assert any(name in each.msg and "rotate_signing_key" in each.msg for each in said)


def test_an_old_secret_beside_the_new_one_still_opens(settings):
    settings.BADGE_KEY_SECRETS = [b"a" * 32]
    keys.rotate()
    settings.BADGE_KEY_SECRETS = [b"b" * 32, b"a" * 32]
    assert check_badge_keys(None) == []


def test_retired_keys_need_no_secret(settings):
    keys.rotate()
    settings.BADGE_KEY_SECRETS = [b"x" * 32]
    keys.rotate()
    assert check_badge_keys(None) == []


def test_without_a_database_nothing_is_said(monkeypatch):
    def lost():
        raise ProgrammingError("no such table")

    monkeypatch.setattr(keys, "unreadable", lost)
    assert check_badge_keys(None) == []


def test_it_is_run_by_check_deploy():
    assert check_badge_keys in registry.registry.deployment_checks

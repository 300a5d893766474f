"""What is not kept for ever."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from accounts.tidying import clear_sessions, erase_unconfirmed
from home import clock
from tests.factories.accounts import AccountHolderFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_ended_sessions_go_and_others_stay(client):
    now = timezone.now()
    for key, ends_in in {"ended": -1, "going": 1}.items():
        Session.objects.create(
            pk=key, session_data="", expire_date=now + timedelta(minutes=ends_in)
        )

    assert clear_sessions(now) == 1
    assert [session.pk for session in Session.objects.all()] == ["going"]


def signed_up(days_ago, **fields):
    user = UserFactory(date_joined=timezone.now() - timedelta(days=days_ago), **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    return user


def test_sign_ups_that_nobody_confirmed_are_erased_after_a_month():
    abandoned = signed_up(31)
    kept = [
        signed_up(29),
        signed_up(31, last_login=timezone.now()),
        signed_up(31, is_staff=True),
        signed_up(31, is_superuser=True),
        AccountHolderFactory(date_joined=timezone.now() - timedelta(days=400)),
        # No address row: made by a command or an import, not by signing up.
        UserFactory(date_joined=timezone.now() - timedelta(days=400)),
    ]
    with_role = signed_up(31)
    MembershipFactory(user=with_role)
    in_group = signed_up(31)
    in_group.groups.add(Group.objects.create(name="Ryhmä"))

    assert erase_unconfirmed(timezone.now()) == 1

    assert list(User.objects.filter(erased_at__isnull=False)) == [abandoned]
    assert User.objects.get(pk=abandoned.pk).email.endswith("@poistettu.invalid")
    assert len(kept) == 6
    assert erase_unconfirmed(timezone.now()) == 0


def test_the_clock_does_both():
    done = clock.tick()

    assert (done["sessions"], done["unconfirmed"]) == (0, 0)

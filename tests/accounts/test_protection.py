"""Non-disclosure for personal safety: one answer for objects and for querysets."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts import personal_data, protection
from accounts.models import User
from tests.factories.accounts import AdministratorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def protected():
    return UserFactory(email="salattu@esimerkki.fi", contact_is_protected=True)


def test_objects_and_querysets_say_the_same(protected):
    UserFactory.create_batch(2)
    column = protection.shown("email", person="", otherwise="")

    told = dict(User.objects.values_list("pk").annotate(told=column))

    assert told == {user.pk: protection.address_of(user) for user in User.objects.all()}
    assert told[protected.pk] == ""
    assert protection.address_in_words(protected) == protection.in_words()


def test_a_foreign_column_is_null(protected):
    UserFactory(county=None)
    column = protection.shown("pk", person="")

    assert User.objects.annotate(told=column).get(pk=protected.pk).told is None


def test_a_search_passes_them_over(protected):
    other = UserFactory(email="salattu.ei@esimerkki.fi")

    found = User.objects.filter(protection.found_by("email", "SALATTU", person=""))

    assert list(found) == [other]


def test_without_a_name_a_number_tells_who_it_is(protected):
    User.objects.update(first_name="", last_name="")
    protected.refresh_from_db()

    assert "salattu" not in protected.display_name
    assert str(protected.pk) in protected.display_name


def test_the_person_sets_and_clears_it(client):
    person = UserFactory()
    client.force_login(person)
    details = {"first_name": "Aino", "last_name": "Oppija", "language": "fi"}
    heard = []

    def listen(person, **_said):
        heard.append(person)

    protection.contact_protected.connect(listen)
    try:
        client.post(reverse("accounts:profile"), details | {"contact_is_protected": "on"})
        assert User.objects.get(pk=person.pk).contact_is_protected
        assert 'name="contact_is_protected"' in client.get(reverse("accounts:profile")).text
        client.post(reverse("accounts:profile"), details | {"contact_is_protected": "on"})
        client.post(reverse("accounts:profile"), details)
    finally:
        protection.contact_protected.disconnect(listen)

    assert not User.objects.get(pk=person.pk).contact_is_protected
    assert heard == [person]


def test_their_own_data_tell_everything(protected):
    held = personal_data.export_of(protected)

    assert "salattu@esimerkki.fi" in str(held)
    assert "contact_is_protected" in str(held)


def test_erasing_keeps_it(protected):
    """What completions have copied is kept back as before."""
    personal_data.erase(user=protected)

    protected.refresh_from_db()
    assert protected.erased_at is not None
    assert protected.contact_is_protected


class TestThoseWhoKeepPeople:
    @pytest.fixture
    def helper(self, client):
        """Somebody whom an administrator lets change people, without being one."""
        group = Group.objects.create(name="Tuki")
        wanted = ["access_admin", "add_user", "change_user", "delete_user", "view_user"]
        group.permissions.set(Permission.objects.filter(codename__in=wanted))
        user = UserFactory(is_staff=True)
        user.groups.add(group)
        client.force_login(user)
        return user

    def addresses(self, person):
        return [
            reverse("wagtailusers_users:index"),
            reverse("wagtailusers_users:index") + "?q=salattu",
            reverse("wagtailusers_users:index") + f"?q={person.last_name}",
            reverse("wagtailusers_users:edit", args=[person.pk]),
            reverse("wagtailusers_users:delete", args=[person.pk]),
            reverse("wagtailusers_users:history", args=[person.pk]),
        ]

    def test_do_not_find_the_protected(self, client, helper, protected):
        other = UserFactory(email="nakyva@esimerkki.fi")
        answers = [client.get(address) for address in self.addresses(protected)]

        assert not any(protected.email in answer.text for answer in answers)
        assert [answer.status_code for answer in answers[3:]] == [404, 404, 404]
        assert other.email in answers[0].text

    def test_administrators_do(self, client, protected):
        client.force_login(AdministratorFactory())

        for address in self.addresses(protected)[:4]:
            assert protected.email in client.get(address).text

"""Administrators keep people, organisations and memberships; nobody else does."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail.models import Workflow
from wagtail.users.models import UserProfile

from accounts.groups import EDITORS
from accounts.models import Membership, Organisation, User
from tests.factories.accounts import (
    AccountHolderFactory,
    AdministratorFactory,
    EditorFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "hiljainen suo aamulla"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def administrator(client):
    user = AdministratorFactory()
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return user


def person_form(**changes):
    return {
        "email": "uusi@esimerkki.fi",
        "first_name": "Uuno Olavi",
        "last_name": "Uusi",
        "preferred_name": "Uuno",
        "language": "sv",
        "profession": "sosiaaliohjaaja",
        "home_organisation": "",
        "birth_date": "1980-02-29",
        "learner_id": "12345678907",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
    } | changes


ADD = "wagtailusers_users:add"


# --- People ----------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["add", "edit"])
def test_the_form_shows_our_own_fields(client, administrator, address):
    person = UserFactory()
    args = [person.pk] if address == "edit" else []

    response = client.get(reverse(f"wagtailusers_users:{address}", args=args))

    for name in ("preferred_name", "language", "home_organisation", "birth_date", "learner_id"):
        assert f'name="{name}"' in response.text


def test_a_person_made_here_signs_in_at_once(client, administrator):
    home = OrganisationFactory()

    response = client.post(
        reverse(ADD), person_form(email="Uusi@Esimerkki.FI", home_organisation=home.pk)
    )

    assert response.status_code == 302
    person = User.objects.get(email="uusi@esimerkki.fi")
    assert (person.preferred_name, person.language) == ("Uuno", "sv")
    assert person.learner_id == "1.2.246.562.24.12345678907"
    assert person.home_organisation == home
    assert not person.is_staff
    client.logout()
    signed_in = client.post(
        reverse("account_login"), {"login": person.email, "password": NEW_PASSWORD}
    )
    assert signed_in.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_person_may_choose_the_password_later(client, administrator):
    client.post(reverse(ADD), person_form(password1="", password2=""))

    person = User.objects.get(email="uusi@esimerkki.fi")
    assert not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified


@pytest.mark.parametrize("typed", ["aino@esimerkki.fi", "AINO@esimerkki.fi"])
def test_an_address_in_use_is_told_at_its_field(client, administrator, typed):
    UserFactory(email="aino@esimerkki.fi")

    response = client.post(reverse(ADD), person_form(email=typed))

    assert list(response.context["form"].errors) == ["email"]
    assert response.text.count("Someone already uses this e-mail address.") == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password1": "lyhyt", "password2": "lyhyt"}, "password2"),
        ({"learner_id": "12345678900"}, "learner_id"),
        ({"birth_date": "1066-10-14"}, "__all__"),
        ({"email": ""}, "email"),
    ],
)
def test_a_person_that_cannot_be_is_not_made(client, administrator, changes, field):
    response = client.post(reverse(ADD), person_form(**changes))

    assert list(response.context["form"].errors) == [field]
    assert not User.objects.filter(last_name="Uusi").exists()


def test_a_group_shows_the_way_to_the_admin_and_leaving_it_hides_it(client, administrator):
    person = AccountHolderFactory()
    address = reverse("wagtailusers_users:edit", args=[person.pk])
    same = person_form(email=person.email, password1="", password2="", is_active="on")

    client.post(address, same | {"groups": [Group.objects.get(name=EDITORS).pk]})
    person.refresh_from_db()
    assert person.is_staff

    client.post(address, same)
    person.refresh_from_db()
    assert not person.is_staff
    assert person.has_usable_password()


def test_deleting_a_person_erases_them_and_keeps_the_row(client, administrator):
    person = UserFactory(last_name="Poistuva")

    response = client.post(reverse("wagtailusers_users:delete", args=[person.pk]))

    assert response.status_code == 302
    person.refresh_from_db()
    assert person.erased_at is not None
    assert person.last_name == ""


def test_people_deleted_together_are_erased_too(client, administrator):
    people = UserFactory.create_batch(2)
    query = "&".join(f"id={person.pk}" for person in people)

    client.post(f"{reverse('wagtail_bulk_action', args=['accounts', 'user', 'delete'])}?{query}")

    assert User.objects.filter(erased_at__isnull=False).count() == 2


def test_the_list_leaves_out_the_erased(client, administrator):
    UserFactory(last_name="Läsnä")
    gone = UserFactory(last_name="Poissa", email="poissa@esimerkki.fi")
    client.post(reverse("wagtailusers_users:delete", args=[gone.pk]))

    response = client.get(reverse("wagtailusers_users:index"))

    assert "Läsnä" in response.text
    assert [user.last_name for user in response.context["users"]].count("") == 0


# --- Organisations and memberships -----------------------------------------------------


def test_an_administrator_makes_an_organisation(client, administrator):
    response = client.post(
        reverse("organisation:add"),
        {
            "name_fi": "Keski-Suomen hyvinvointialue",
            "key": "keski-suomi",
            "kind": "county",
            "institution_code": "",
        },
    )

    assert response.status_code == 302
    assert Organisation.objects.get().kind == Organisation.Kind.COUNTY


def test_an_organisation_has_no_address_for_deleting_it():
    with pytest.raises(NoReverseMatch):
        reverse("organisation:delete", args=[1])


def membership_form(organisation, email):
    return {"email": email, "organisation": organisation.pk, "role": "study_staff"}


def test_an_administrator_confirms_a_role(client, administrator):
    person, organisation = UserFactory(email="satu@esimerkki.fi"), OrganisationFactory()

    client.post(reverse("membership:add"), membership_form(organisation, "SATU@esimerkki.fi"))

    found = Membership.objects.get()
    assert (found.user, found.organisation, found.role) == (person, organisation, "study_staff")


@pytest.mark.parametrize(
    ("email", "complaint"),
    [
        ("tuntematon@esimerkki.fi", "Nobody here has this address."),
        ("satu@esimerkki.fi", "This person has this role already."),
    ],
)
def test_a_role_that_cannot_be_is_refused_in_words(client, administrator, email, complaint):
    held = MembershipFactory(user__email="satu@esimerkki.fi")

    response = client.post(reverse("membership:add"), membership_form(held.organisation, email))

    assert complaint in response.text
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_memberships_asks_as_much_of_three_as_of_one(
    client, administrator, count, django_assert_max_num_queries
):
    MembershipFactory.create_batch(count)
    client.get(reverse("membership:index"))

    with django_assert_max_num_queries(16):
        response = client.get(reverse("membership:index"))

    assert len(response.context["object_list"]) == count


@pytest.mark.parametrize(
    "name",
    [
        "wagtailusers_users:index",
        "wagtailusers_users:add",
        "organisation:index",
        "organisation:add",
        "membership:index",
        "membership:add",
    ],
)
def test_editors_keep_no_people(client, name):
    editor = EditorFactory()
    client.force_login(editor)

    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fi", ["Toimittajat", "Moderaattorit", "Asiantuntijat"]),
        ("sv", ["Redaktörer", "Moderatorer", "Ämnesexperter"]),
    ],
)
def test_groups_and_the_approval_are_named_in_words(client, language, names):
    client.force_login(AdministratorFactory(language=language))

    page = client.get(reverse("wagtailusers_users:add")).text

    assert all(name in page for name in names)
    assert "Moderators" not in page
    (workflow,) = Workflow.objects.all()
    assert [workflow.name, *(task.name for task in workflow.tasks)] == [
        "Asiantuntija, sitten julkaisija – Expert, sedan utgivare",
        "Asiantuntijan tarkistus – Expertgranskning",
        "Julkaisijan hyväksyntä – Utgivarens godkännande",
    ]


@pytest.mark.parametrize("where", ["list", "form", "filter"])
def test_groups_are_named_in_words_wherever_they_are_read(client, where):
    client.force_login(AdministratorFactory(language="fi"))
    group = Group.objects.get(name=EDITORS)
    at = {
        "list": reverse("wagtailusers_groups:index"),
        "form": reverse("wagtailusers_groups:edit", args=[group.pk]),
        "filter": reverse("wagtailusers_users:index", query={"group": group.pk}),
    }

    page = client.get(at[where]).text

    assert "Toimittajat" in page
    # The form holds the name by which code knows the group.
    assert page.count(EDITORS) == (1 if where == "form" else 0)

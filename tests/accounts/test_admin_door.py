"""The rooms of the administration that are closed to study staff and teachers."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.admin.menu import reports_menu
from wagtail.users.models import UserProfile

from accounts.admin_door import is_open, may_only_look_in
from accounts.models import Membership, User
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.quizzes import question

pytestmark = pytest.mark.django_db

# Where Wagtail would show questions of exams to whoever is inside.
CHOOSERS = [
    "/hallinta/snippets/choose/quizzes/question/",
    "/hallinta/snippets/choose/quizzes/question/results/",
    "/hallinta/reports/site-history/",
    "/hallinta/localize/reports/translations/",
]


def staff(role=Membership.Role.STUDY_STAFF, **fields):
    person = MembershipFactory(role=role, **fields).user
    return User.objects.get(pk=person.pk)


def editor():
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return user


@pytest.mark.parametrize("address", CHOOSERS)
@pytest.mark.parametrize("role", Membership.STAFF_ROLES)
def test_staff_see_no_questions_of_exams(client, address, role):
    asked = question(name="Salainen tenttikysymys")
    client.force_login(staff(role))

    response = client.get(address)

    assert response.url == "/hallinta/"
    assert asked.name not in client.get("/hallinta/").text


@pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results")
@pytest.mark.parametrize("address", CHOOSERS)
def test_editors_come_in(client, address):
    client.force_login(editor())

    assert client.get(address).status_code == 200


def test_the_chooser_would_show_the_question(client):
    """The test above is worth something: an editor does read it there."""
    question(name="Salainen tenttikysymys")
    client.force_login(editor())

    assert "Salainen tenttikysymys" in client.get(CHOOSERS[0]).text


def test_a_script_gets_an_error_it_can_read(client):
    client.force_login(staff())

    response = client.get(CHOOSERS[0], headers={"X-Requested-With": "XMLHttpRequest"})

    assert response.status_code == 403


def test_their_own_rooms_are_open(client):
    client.force_login(staff())

    for name in ("wagtailadmin_home", "wagtailadmin_account", "completion_list", "courserun:index"):
        assert client.get(reverse(name)).status_code == 200


def test_menus_show_what_is_open_only(rf):
    request = rf.get("/hallinta/")
    request.user = staff()
    reports = [item.name for item in reports_menu.menu_items_for_request(request)]
    request.user = editor()
    reports_of_editors = [item.name for item in reports_menu.menu_items_for_request(request)]

    assert "site-history" not in reports
    assert "site-history" in reports_of_editors


@pytest.mark.parametrize(
    ("make", "closed"),
    [
        pytest.param(staff, True, id="study staff"),
        pytest.param(editor, False, id="editor"),
        pytest.param(AdministratorFactory, False, id="administrator"),
        # Not inside at all: Wagtail turns them away itself.
        pytest.param(UserFactory, False, id="learner"),
    ],
)
def test_whom_the_door_is_for(make, closed):
    assert may_only_look_in(make()) is closed


def test_whoever_may_do_more_is_no_longer_turned_away():
    person = staff()
    person.user_permissions.add(Permission.objects.get(codename="add_image"))

    assert not may_only_look_in(User.objects.get(pk=person.pk))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("courserun:edit", True),
        ("courserunner:edit", False),
        ("completion_list", True),
        ("completion_list_of_others", False),
        ("wagtailadmin_pages:edit", False),
        ("", False),
    ],
)
def test_names_are_compared_whole(name, expected):
    assert is_open(name) is expected


def test_the_administration_speaks_the_persons_language(client):
    client.force_login(AdministratorFactory(language="sv"))

    response = client.get("/hallinta/", headers={"Accept-Language": "en"})

    assert response.headers["Content-Language"] == "sv"
    assert '<html lang="sv"' in response.text


def test_a_language_chosen_in_wagtail_goes_before(client):
    administrator = AdministratorFactory(language="sv")
    UserProfile.objects.create(user=administrator, preferred_language="en")
    client.force_login(administrator)

    assert '<html lang="en"' in client.get("/hallinta/").text

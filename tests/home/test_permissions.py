"""What Wagtail's groups may do from the first day on."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from accounts.groups import EDITORS, MODERATORS, allow, disallow
from tests.factories.accounts import UserFactory
from tests.factories.courses import LessonPageFactory
from tests.factories.home import front_page
from tests.factories.quizzes import question

pytestmark = pytest.mark.django_db


def member(group):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.mark.parametrize("group", [EDITORS, MODERATORS])
@pytest.mark.parametrize(
    "permission",
    [
        "wagtailadmin.access_admin",
        "courses.add_course",
        "courses.change_course",
        "courses.change_programme",
        "courses.delete_invitation",
        "quizzes.add_question",
        "quizzes.change_question",
        "quizzes.change_questionbank",
        "quizzes.change_quiz",
        "wagtailimages.add_image",
        "wagtaildocs.add_document",
        "wagtail_localize.submit_translation",
    ],
)
def test_who_makes_courses_may_make_all_that_a_course_is_made_of(group, permission):
    assert member(group).has_perm(permission)


@pytest.mark.parametrize("group", [EDITORS, MODERATORS])
@pytest.mark.parametrize(
    "permission",
    [
        "courses.delete_course",
        "courses.change_completion",
        "courses.change_enrolment",
        "certificates.change_certificate",
        "accounts.change_user",
        "accounts.change_membership",
        "auth.change_group",
    ],
)
def test_who_makes_courses_touches_no_people(group, permission):
    assert not member(group).has_perm(permission)


@pytest.mark.parametrize(("group", "may"), [(EDITORS, False), (MODERATORS, True)])
def test_only_moderators_publish(group, may):
    page = LessonPageFactory(published=False)
    user = member(group)

    assert page.permissions_for_user(user).can_edit()
    assert page.permissions_for_user(user).can_publish() is may
    assert user.has_perm("quizzes.publish_question") is may


def test_an_editors_page_has_a_workflow_to_be_approved_in():
    page = LessonPageFactory(published=False)

    assert page.get_workflow() is not None
    assert page.permissions_for_user(member(EDITORS)).can_submit_for_moderation()


def test_an_editors_question_has_one_too():
    front_page()
    editor = member(EDITORS)

    asked = question()

    assert asked.get_workflow() is not None
    assert not editor.has_perm("quizzes.publish_question")


def test_giving_twice_and_taking_back_leaves_nothing():
    for _time in range(2):
        allow(apps, "Proof readers", ["courses.change_course"])
    group = Group.objects.get(name="Proof readers")
    assert [permission.codename for permission in group.permissions.all()] == ["change_course"]

    disallow(apps, "Proof readers", ["courses.change_course"])

    assert not group.permissions.exists()


def test_a_name_that_is_none_stops_the_migration():
    with pytest.raises(LookupError):
        allow(apps, EDITORS, ["courses.change_curse"])

"""Author, subject expert, publisher: each does their part, and says why."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import WorkflowState
from wagtail.users.models import UserProfile

from accounts.groups import EDITORS, MODERATORS, SUBJECT_EXPERTS
from courses.pages.models import LessonPage
from tests.editing import said, save
from tests.factories.accounts import UserFactory
from tests.factories.courses import LessonPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = LessonPageFactory(published=False)
    page.save_revision()
    return page


@pytest.fixture
def as_one_of(client):
    """Sign in as a new member of a group; returns the client."""

    def sign_in(group: str):
        user = UserFactory(is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return sign_in


def act(client, page, name: str, comment: str = ""):
    task = LessonPage.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, task.pk])
    return client.post(address, {"comment": comment})


def waits_for(page) -> str | None:
    task = LessonPage.objects.get(pk=page.pk).current_workflow_task
    return task.name.partition(" ")[0] if task else None


def test_a_lesson_goes_from_its_author_by_an_expert_to_the_publisher(page, as_one_of):
    save(as_one_of(EDITORS), page, action_submit="1")
    assert waits_for(page) == "Asiantuntijan"

    act(as_one_of(SUBJECT_EXPERTS), page, "approve", "Laki on oikein.")
    assert waits_for(page) == "Julkaisijan"
    assert not LessonPage.objects.get(pk=page.pk).live

    act(as_one_of(MODERATORS), page, "approve")
    assert LessonPage.objects.get(pk=page.pk).live


def test_an_expert_gives_it_back_with_a_comment(page, as_one_of):
    save(as_one_of(EDITORS), page, action_submit="1")

    act(as_one_of(SUBJECT_EXPERTS), page, "reject", "<Pykälä> on vanha.")

    author = as_one_of(EDITORS)
    UserProfile.objects.create(user=get_user(author), preferred_language="en")
    opened = author.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "asks for changes: “&lt;Pykälä&gt; on vanha.”" in opened.text
    assert "<Pykälä>" not in opened.text
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert state.current_task_state.comment == "<Pykälä> on vanha."


def test_an_expert_who_approves_hears_what_will_stop_the_publisher(page, as_one_of):
    page.minutes = 0
    page.save_revision(clean=False)
    save(as_one_of(EDITORS), page, action_submit="1")
    approves = {"action_workflow_action": "1", "workflow_action_name": "approve"}

    response = save(as_one_of(SUBJECT_EXPERTS), page, **approves)

    assert waits_for(page) == "Julkaisijan"
    assert "#:w:contentpath=minutes" in said(response)


def test_an_expert_publishes_nothing(page, as_one_of):
    expert = as_one_of(SUBJECT_EXPERTS)

    save(expert, page, action_publish="1")
    opened = expert.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert opened.status_code == 200
    assert not LessonPage.objects.get(pk=page.pk).live


def test_a_moderator_stands_in_where_there_is_no_expert(page, as_one_of):
    save(as_one_of(EDITORS), page, action_submit="1")
    moderator = as_one_of(MODERATORS)

    act(moderator, page, "approve")
    act(moderator, page, "approve")

    assert LessonPage.objects.get(pk=page.pk).live

"""
How Wagtail publishes: the facts that the publishing gate rests on.

When one of these fails after an upgrade, read docs/adr on the gate before mending the test.
"""

import pytest
from django.urls import reverse
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from courses.pages.models import LessonPage
from home.checks import PublishGate
from tests.editing import page_form, save
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import LessonPageFactory, ModulePageFactory, course_with

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

EMPTY_CALLOUT = [("callout", {"tone": "note", "heading": "", "text": ""})]


def test_a_models_own_validation_does_not_look_into_blocks():
    page = LessonPageFactory(published=False)
    page.body = EMPTY_CALLOUT

    page.full_clean()


def test_the_publish_button_passes_by_the_models_publish(client, monkeypatch):
    """So the gate at `publish()` needs the one at `save()`, and the hook before both."""
    client.force_login(AdministratorFactory())
    page = LessonPageFactory()
    seen = []
    monkeypatch.setattr(PublishGate, "publish", lambda *args, **kwargs: seen.append(args))

    assert save(client, page, action_publish="1").status_code == 302

    assert seen == []


def test_publishing_by_any_action_ends_in_save(monkeypatch):
    page = LessonPageFactory(published=False)
    revision = page.save_revision()
    seen = []
    monkeypatch.setattr(PublishGate, "save", lambda self, *args, **kwargs: seen.append(self.live))

    PublishPageRevisionAction(revision).execute()

    assert seen == [True]


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(lambda page, other: page.move(other, pos="last-child"), id="moving"),
        pytest.param(lambda page, other: page.unpublish(), id="unpublishing"),
        pytest.param(
            lambda page, other: page.copy(to=other, update_attrs={"slug": "kopio"}),
            id="copying",
        ),
        pytest.param(
            lambda page, other: page.create_alias(parent=other, update_slug="alias"), id="an alias"
        ),
        pytest.param(lambda page, other: page.save_revision(clean=False), id="saving a draft"),
        pytest.param(lambda page, other: page.delete(), id="deleting"),
    ],
)
def test_what_leaves_the_words_alone_is_not_judged(deed):
    """Rules may become stricter than a page that is live; its editors can still tidy up."""
    page = LessonPageFactory()
    other = ModulePageFactory(parent=page.get_parent().get_parent())
    type(page).objects.filter(pk=page.pk).update(minutes=0)

    deed(type(page).objects.get(pk=page.pk), other)


def test_autosave_overwrites_a_revision_that_is_live(client):
    """A revision is no evidence of what a learner was shown."""
    user = AdministratorFactory()
    client.force_login(user)
    page = LessonPageFactory(title="Ennen")
    page.save_revision(user=user).publish()
    page = LessonPage.objects.get(pk=page.pk)
    page.title = "Jälkeen"

    client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        page_form(page) | {"overwrite_revision_id": str(page.live_revision_id)},
    )

    assert Revision.objects.get(pk=page.live_revision_id).content["title"] == "Jälkeen"


def test_a_deleted_page_takes_its_revisions_along():
    page = LessonPageFactory()
    number = page.save_revision().pk

    page.delete()

    assert not Revision.objects.filter(pk=number).exists()


def test_a_lesson_below_a_draft_module_would_still_be_served_by_wagtail():
    """So what is not in the outline is answered with 404 by our own gate."""
    course = course_with(modules=1, lessons=1)
    module = course.get_children().get()
    module.specific.unpublish()

    lesson = Page.objects.get(depth=6)
    assert lesson.live
    assert lesson.get_url() is not None

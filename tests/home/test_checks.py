"""Nothing unfinished goes live, on whichever way it is tried; each way says why."""

import datetime
import json
import logging

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.log_actions import registry as log_registry
from wagtail.models import Revision, WorkflowState
from wagtail.users.models import UserProfile

from courses.pages.models import LessonPage
from home.checks import PublishingRefusedError, find_problems
from home.glossary.models import GlossaryTerm
from home.schedule import publish_due
from tests.editing import said, save
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import LessonPageFactory, ModulePageFactory

pytestmark = pytest.mark.django_db

FIT = [("text", "<p>Työkyky on suhde.</p>")]
NO_RIGHT_OPTION = (
    "self_check",
    {
        "question": "Kuka päättää?",
        "options": [
            {"text": "Tiimi", "right": False, "feedback": "Tiimi tukee."},
            {"text": "Lääkäri", "right": False, "feedback": "Lääkäri arvioi."},
        ],
    },
)
UNFIT = [*FIT, NO_RIGHT_OPTION]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def editor(client):
    """Somebody who may publish, and reads the admin in English."""
    user = AdministratorFactory()
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return user


@pytest.fixture
def module():
    return ModulePageFactory()


def draft(module, body, **fields):
    """A lesson that has never been live, with its latest revision."""
    page = LessonPageFactory(parent=module, published=False, body=body, **fields)
    page.save_revision(clean=False)
    return page


# --- The ways to publish ---------------------------------------------------------------


def by_button(client, page, editor):
    return save(client, page, action_publish="1")


def by_approval(client, page, editor):
    page.get_workflow().start(page, editor)
    for _task in page.get_workflow().tasks:
        response = client.post(approval(page), {"comment": ""})
    return response


def approval(page) -> str:
    """Where the page's current task is approved."""
    task = LessonPage.objects.get(pk=page.pk).current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])


def by_bulk_action(client, page, editor):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{address}?id={page.pk}", {"include_descendants": "false"})


def by_api(client, page, editor):
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"])
    return client.post(address)


def by_code(client, page, editor):
    page.get_latest_revision().publish()


def on_schedule(client, page, editor):
    Revision.objects.filter(pk=page.latest_revision_id).update(
        approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    publish_due(timezone.now())


WAYS = [
    pytest.param(by_button, id="the editor's Publish button"),
    pytest.param(by_approval, id="approval in a workflow"),
    pytest.param(by_bulk_action, id="bulk publishing"),
    pytest.param(by_api, id="Wagtail's API"),
]


@pytest.mark.parametrize("way", WAYS)
def test_an_unfit_draft_stays_a_draft_and_the_editor_hears_why(client, editor, module, way):
    page = draft(module, UNFIT)

    response = way(client, page, editor)

    assert not LessonPage.objects.get(pk=page.pk).live
    assert response.status_code < 500
    assert "right one" in said(response) + response.content.decode()


@pytest.mark.parametrize(
    "way",
    [
        *WAYS,
        pytest.param(by_code, id="revision.publish()"),
        pytest.param(on_schedule, id="the schedule"),
    ],
)
def test_a_fit_draft_goes_live(client, editor, module, way):
    page = draft(module, FIT)

    way(client, page, editor)

    assert LessonPage.objects.get(pk=page.pk).live


def test_an_unfit_revision_is_refused_in_words(module):
    page = draft(module, UNFIT)

    with pytest.raises(PublishingRefusedError) as refusal:
        by_code(None, page, None)

    assert [(finding.field, finding.block) for finding in refusal.value.findings] == [
        ("body", f"{page.body[1].id}.options")
    ]

    assert refusal.value.messages == [
        "Content: Self-check, number 2 › Options › Mark at least one option as the right one."
    ]
    assert not LessonPage.objects.get(pk=page.pk).live


def test_each_problem_of_a_refused_draft_leads_to_its_field(client, editor, module):
    page = draft(module, UNFIT, minutes=0)

    heard = said(by_approval(client, page, editor))

    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    body, minutes = f"body.{page.body[1].id}.options", "minutes"
    assert f'href="{address}#:w:contentpath={body}"' in heard
    assert f'href="{address}#:w:contentpath={minutes}"' in heard


def test_the_schedule_leaves_the_unfit_and_goes_on_with_the_others(module, caplog):
    unfit, fit = draft(module, UNFIT), draft(module, FIT)
    past = timezone.now() - datetime.timedelta(minutes=1)
    Revision.objects.filter(pk__in=[unfit.latest_revision_id, fit.latest_revision_id]).update(
        approved_go_live_at=past
    )

    with caplog.at_level(logging.ERROR, logger="home.schedule"):
        published = publish_due(timezone.now())

    assert published == 1
    assert set(LessonPage.objects.live().child_of(module)) == {fit}
    assert unfit.title in caplog.text
    last = log_registry.get_logs_for_instance(unfit).first()
    assert "Mark at least one option" in str(last.message)
    assert publish_due(timezone.now()) == 0, "a refused revision must not be tried for ever"


def test_a_refused_approval_leaves_the_workflow_where_it_was(client, editor, module):
    page = draft(module, UNFIT)

    by_approval(client, page, editor)

    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    assert state.current_task_state.status == "in_progress"


def test_bulk_publishing_is_all_or_nothing_and_says_so(client, editor, module):
    fit, unfit = draft(module, FIT), draft(module, UNFIT)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = client.post(f"{address}?id={fit.pk}&id={unfit.pk}", {"include_descendants": "false"})

    assert not LessonPage.objects.live().exists()
    assert "The other pages that you chose were not published either." in said(response)


def test_the_approval_dialog_is_told_where_to_go(client, editor, module):
    """Its script follows the address in the answer; a redirect it would call a server error."""
    page = draft(module, UNFIT)
    page.get_workflow().start(page, editor)
    client.post(approval(page), {"comment": "Laki on oikein."})

    by_script = {"X-Requested-With": "XMLHttpRequest"}
    answer = client.post(approval(page), {"comment": ""}, headers=by_script)

    assert json.loads(answer.content)["step"] == "success"
    assert "right one" in said(answer)


def test_a_live_page_keeps_its_words_when_its_new_draft_is_refused(client, editor, module):
    page = LessonPageFactory(parent=module, body=FIT)
    page.body = UNFIT
    page.title = "Uusi nimi"
    page.save_revision(clean=False)

    with pytest.raises(PublishingRefusedError):
        page.get_latest_revision().publish()

    assert LessonPage.objects.get(pk=page.pk).title != "Uusi nimi"


def test_a_live_row_cannot_be_rewritten_past_the_gate(module):
    page = LessonPageFactory(parent=module, body=FIT)
    page.body = UNFIT

    with pytest.raises(PublishingRefusedError):
        page.save()


def test_a_draft_is_saved_however_unfinished(client, editor, module):
    page = draft(module, UNFIT)

    response = save(client, page)

    assert response.status_code == 302
    assert "has been" in said(response)


def test_a_new_page_that_is_not_fit_starts_as_a_draft(module):
    """Wagtail's create view adds the row live before it publishes."""
    page = LessonPage(title="Uusi", slug="uusi", locale=module.locale, body=UNFIT, live=True)

    module.add_child(instance=page)

    assert not LessonPage.objects.get(pk=page.pk).live


def test_only_words_are_judged_when_only_bookkeeping_is_saved(module):
    page = LessonPageFactory(parent=module, body=FIT)
    LessonPage.objects.filter(pk=page.pk).update(body=json.dumps([]))
    page.refresh_from_db()

    page.locked = True
    page.save(update_fields=["locked"])

    assert LessonPage.objects.get(pk=page.pk).locked


def test_paragraphs_without_words_are_no_text(module):
    """The editor's script sends one for a box that nobody has written in."""
    nothing = '<p data-block-key="a1"></p><p data-block-key="b2">\u00a0</p>'
    twins = {"heading": "Tuki", "ordinary": "<p>Tuki auttaa.</p>", "plain": nothing}
    page = draft(module, [*FIT, ("plain_language", twins)])

    with pytest.raises(PublishingRefusedError) as refusal:
        by_code(None, page, None)

    twin = page.get_latest_revision_as_object().body[1]
    assert [finding.block for finding in refusal.value.findings] == [f"{twin.id}.plain"]
    assert twin.value["plain"].source == ""

    term = GlossaryTerm(term="Työkyky", slug="tyokyky", definition=nothing, locale=module.locale)
    assert [finding.field for finding in find_problems(term)] == ["definition"]


def test_an_empty_body_is_told_once_in_the_words_that_say_more(module):
    with pytest.raises(PublishingRefusedError) as refusal:
        by_code(None, draft(module, []), None)

    assert [finding.code for finding in refusal.value.findings] == ["no_text"]

"""Flawed questions in the administration: flagged, tried out, corrected, put away."""

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.assessing.models import QuestionFlaw, Regrade
from quizzes.attempts.freezing import freeze_questions
from quizzes.attempts.history import GradeEvent
from quizzes.banks.models import Question
from quizzes.quiz.models import Quiz
from tests.factories.accounts import EditorFactory, MembershipFactory
from tests.factories.assessing import submitted
from tests.factories.courses import CourseRunFactory, EnrolmentFactory
from tests.factories.quizzes import QuizFactory, placed, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = EditorFactory(is_staff=True, first_name="Eeva", last_name="Editori")
    client.force_login(user)
    return user


@pytest.fixture
def flawed():
    return question()


def versions_of(asked):
    return freeze_questions([asked.translation_key])[asked.translation_key]


def keys_of(asked):
    return [option["id"] for option in asked.answer.raw_data[0]["value"]["options"]]


@pytest.fixture
def attempt(flawed):
    """Chose the wrong option, by the key of today."""
    return submitted([versions_of(flawed)], [{"options": [keys_of(flawed)[2]]}])


def corrected(asked):
    """Publish the question with the last option as the right one."""
    asked = Question.objects.get(pk=asked.pk)
    block = dict(asked.answer.raw_data[0])
    for option, share in zip(block["value"]["options"], ("0", "0", "1"), strict=True):
        option["value"]["fraction"] = share
    asked.answer = [block]
    asked.save_revision().publish()
    return Question.objects.get(pk=asked.pk)


@pytest.fixture
def flaw(flawed, editor):
    return QuestionFlaw.objects.create(
        question_key=flawed.translation_key,
        note="Kolmas vaihtoehto on oikein.",
        flagged_by=editor,
        flagged_at=timezone.now(),
    )


def rehearsal(flaw, **query):
    return reverse("flaws:rehearsal", args=[flaw.pk], query=query)


# --- flagging -------------------------------------------------------------------------------


def test_an_editor_flags_a_question(client, editor, flawed):
    address = reverse("flaws:flag", args=[flawed.translation_key])

    assert client.get(address).status_code == 200
    found = client.post(address, {"note": "Avain on väärin."})

    flaw = QuestionFlaw.objects.get()
    assert found.url == reverse("flaws:flaw", args=[flaw.pk])
    assert (flaw.note, flaw.state, flaw.flagged_by) == ("Avain on väärin.", "open", editor)
    client.post(address, {"note": "Avain on väärin."})
    assert QuestionFlaw.objects.count() == 1


@pytest.mark.parametrize("note", ["", "   ", "x" * 2001, "\0"])
def test_a_flag_says_something(client, editor, flawed, note):
    address = reverse("flaws:flag", args=[flawed.translation_key])

    assert client.post(address, {"note": note}).status_code == 400
    assert not QuestionFlaw.objects.exists()


def test_staff_flag_only_what_their_own_learners_were_asked(client, flawed):
    staff = MembershipFactory()
    stranger = MembershipFactory()
    place = placed(QuizFactory())
    run = CourseRunFactory(course=place.step.course, organiser=staff.organisation)
    submitted([versions_of(flawed)], [None], place=place, enrolment=EnrolmentFactory(run=run))
    address = reverse("flaws:flag", args=[flawed.translation_key])

    client.force_login(stranger.user)
    assert client.get(address).status_code == 404
    assert client.post(address, {"note": "Urkinta"}).status_code == 404

    client.force_login(staff.user)
    assert client.get(address).status_code == 200
    assert client.post(address, {"note": "Avain on väärin."}).status_code == 302
    assert QuestionFlaw.objects.get().flagged_by == staff.user


def test_the_lists_offer_to_flag(client, editor, flawed):
    page = client.get(reverse("wagtailsnippets_quizzes_question:list")).text

    assert reverse("flaws:flag", args=[flawed.translation_key]) in page


def test_a_flag_is_put_away_with_a_reason(client, editor, flaw, attempt):
    address = reverse("flaws:flaw", args=[flaw.pk])

    assert client.post(address, {"answer": ""}).status_code == 400
    client.post(address, {"answer": "Avain on oikein."})

    flaw.refresh_from_db()
    assert (flaw.state, flaw.answer, flaw.settled_by) == ("dismissed", "Avain on oikein.", editor)
    assert not Regrade.objects.exists()


# --- trying out and correcting ------------------------------------------------------------------


def test_before_the_question_is_corrected_it_cannot_grade_anew(client, editor, flaw, attempt):
    version = str(versions_of_key(flaw))

    page = client.get(reverse("flaws:flaw", args=[flaw.pk]))
    choices = [choice for choice, _words in page.context["treat_form"].fields["by"].choices]
    assert choices == ["disregard", "grant", "full"]
    assert client.get(rehearsal(flaw, by="version", versions=version)).status_code == 400


def versions_of_key(flaw):
    return freeze_questions([flaw.question_key])[flaw.question_key].pk


def test_corrected_tried_out_and_applied(
    client, editor, flaw, flawed, attempt, finnish, django_capture_on_commit_callbacks
):
    old = str(versions_of_key(flaw))
    corrected(flawed)
    address = rehearsal(flaw, by="version", versions=old)

    page = client.get(address)
    assert page.status_code == 200
    assert page.context["counts"]["changed"] == page.context["gains"] == 1
    assert attempt.enrolment.learner.display_name in page.text
    assert not GradeEvent.objects.filter(origin="regrade").exists()

    live = page.context["apply_form"]["live_key"].value()
    with django_capture_on_commit_callbacks(execute=True):
        found = client.post(address, {"live_key": live, "reason": "Avain oli väärin."})

    assert found.url == reverse("flaws:flaw", args=[flaw.pk])
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.passed) == (100, True)
    regrade = Regrade.objects.get()
    assert (regrade.applied_by, regrade.lowered_by, str(regrade.version_id)) == (
        editor, None, live,
    )  # fmt: skip
    flaw.refresh_from_db()
    assert flaw.state == "corrected"


def test_a_trial_names_nobody_where_graders_see_no_names(client, editor, flaw, flawed, attempt):
    """The pile of answers beside the trial would tell who wrote which."""
    address = rehearsal(flaw, by="full", versions=str(versions_of_key(flaw)))
    Quiz.objects.filter(pk=attempt.quiz_id).update(anonymous_grading=True)

    page = client.get(address)

    assert page.context["count"] == 1
    assert attempt.enrolment.learner.last_name not in page.text
    assert str(attempt.responses.get().pk) in page.text


def test_a_question_changed_after_the_trial_is_looked_at_anew(
    client, editor, flaw, flawed, attempt
):
    old = str(versions_of_key(flaw))
    corrected(flawed)
    address = rehearsal(flaw, by="version", versions=old)

    found = client.post(address, {"live_key": "somebody-elses", "reason": "Syy"})

    assert found.url == address
    assert not Regrade.objects.exists()


def test_only_a_ticked_box_with_their_name_lowers_a_pass(
    client, editor, flaw, flawed, finnish, django_capture_on_commit_callbacks
):
    right = keys_of(flawed)[0]
    attempt = submitted([versions_of(flawed)], [{"options": [right]}])
    old = str(versions_of_key(flaw))
    corrected(flawed)
    address = rehearsal(flaw, by="version", versions=old)

    page = client.get(address)
    assert page.context["losses"] == page.context["counts"]["kept"] == 1
    assert "Eeva Editori" in page.text
    form = {
        "live_key": page.context["apply_form"]["live_key"].value(),
        "reason": "Avain oli väärin.",
    }
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, form)
    attempt.refresh_from_db()
    assert attempt.passed

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, form | {"may_lower": "on"})
    attempt.refresh_from_db()
    assert not attempt.passed
    assert Regrade.objects.get(lowered_by__isnull=False).lowered_by == editor


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"by": "magic", "versions": "1"},
        {"by": "full", "versions": "00000000-0000-0000-0000-000000000000"},
        {"by": "full", "versions": "\0"},
        {"by": "grant"},
        {"by": "grant", "options": "ei-ole"},
    ],
)
def test_choices_that_make_no_sense_lead_back(client, editor, flaw, attempt, query):
    if query.get("by") == "grant":
        query = query | {"versions": str(versions_of_key(flaw))}
    assert client.get(rehearsal(flaw, **query)).status_code == 400
    assert client.post(rehearsal(flaw, **query), {"reason": "Syy"}).status_code == 400
    assert not Regrade.objects.exists()


def test_correcting_needs_a_reason(client, editor, flaw, attempt):
    address = rehearsal(flaw, by="full", versions=str(versions_of_key(flaw)))

    assert client.post(address, {"reason": ""}).status_code == 400
    assert not Regrade.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_trial(client, editor, flaw, flawed, count_queries, count):
    version = versions_of(flawed)
    for _ in range(count):
        submitted([version], [{"options": [keys_of(flawed)[2]]}])
    address = rehearsal(flaw, by="full", versions=str(version.pk))
    client.get(address)

    with count_queries(at_most=27):
        assert client.get(address).context["count"] == count


def test_study_staff_mend_nothing(client, flaw):
    client.force_login(MembershipFactory().user)

    for address in (
        reverse("flaws:list"),
        reverse("flaws:flaw", args=[flaw.pk]),
        rehearsal(flaw, by="full"),
    ):
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {"answer": "x"}).status_code in (302, 403)
    flaw.refresh_from_db()
    assert flaw.state == "open"


def test_the_editor_of_a_question_offers_to_flag_it(client, editor, flawed):
    page = client.get(reverse("wagtailsnippets_quizzes_question:edit", args=[flawed.pk])).text

    assert reverse("flaws:flag", args=[flawed.translation_key]) in page


def test_addresses_of_what_is_not_there(client, editor, flaw):
    for address in (
        reverse("flaws:flaw", args=[10**30]),
        reverse("flaws:rehearsal", args=[10**30]),
        reverse("flaws:flag", args=["00000000-0000-0000-0000-000000000000"]),
    ):
        assert client.get(address).status_code == client.post(address, {}).status_code == 404
    assert client.get(reverse("flaws:list", query={"p": "x"})).status_code == 200

"""The demo loads once, through the models, and a second load changes nothing."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from wagtail.models import Page

from accounts.models import Organisation, User
from certificates.changes import changes_since
from certificates.models import Certificate, CertificateEvent
from certificates.renewing import why_not_renewed
from courses.activities.queue import count_waiting as submissions_waiting
from courses.models import (
    Assessment,
    Attendance,
    Completion,
    Course,
    CourseRun,
    CourseStep,
    CurriculumChange,
    Enrolment,
    LessonPage,
    SelfRating,
    Submission,
    WebinarSession,
)
from demo.accounts import account
from home.models import CustomDocument, CustomImage, H5PPackage, OutboxEntry
from quizzes.assessing.checking import differences
from quizzes.assessing.queue import count_waiting
from quizzes.models import Attempt, Question

pytestmark = pytest.mark.django_db

COUNTED = (
    Page, Organisation, User, Course, CourseStep, CourseRun, Enrolment, Completion, Certificate,
    Attempt, Question, OutboxEntry, Submission, Assessment, Attendance, SelfRating,
    WebinarSession, CurriculumChange, CertificateEvent, CustomDocument, CustomImage, H5PPackage,
)  # fmt: skip


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


@pytest.mark.slow
def test_the_demo(client, django_capture_on_commit_callbacks):
    """One load, many questions: a load takes long, so one test asks them all."""
    with django_capture_on_commit_callbacks(execute=True):
        assert "The demo is loaded." in load()
    once = counts()

    assert once["Organisation"] == 21 + 4 + 2 + 2 + 1
    assert 60 <= once["User"] <= 70
    assert LessonPage.objects.filter(locale__language_code="fi").count() >= 21 + 6 + 12
    assert LessonPage.objects.filter(locale__language_code="sv", live=True).count() == 4
    assert LessonPage.objects.filter(locale__language_code="en", live=True).count() == 2
    training = Course.objects.get(code="TT-2026")
    assert training.access_now == Course.Access.OPEN
    assert set(training.names) == {"fi", "sv", "en"}
    exam = CourseStep.objects.current().get(course=training, required=True)
    assert exam.kind == CourseStep.Kind.QUIZ
    assert Course.objects.get(code="KK-2026").access_now == Course.Access.INVITED

    staff = User.objects.get(email=account("staff").email)
    own = Completion.objects.visible_to(staff)
    assert 10 <= own.count() < Completion.objects.count()
    days = set(Completion.objects.values_list("completed_on", flat=True))
    assert (max(days) - min(days)).days > 150
    # One for each completion, one for the programme, and one in the place of another.
    assert Certificate.objects.count() == Completion.objects.count() + 2
    assert Certificate.objects.filter(programme_enrolment__isnull=False).count() == 1
    for state in Certificate.State.values:
        assert Certificate.objects.kept_by(staff).in_state(state).exists(), state
    assert not OutboxEntry.objects.filter(done_at__isnull=True).exists()
    assert not Certificate.objects.filter(pdf="").exists()
    # The demo's learner may renew a certificate, and has something to read before it.
    [earned] = Certificate.objects.of_learner(User.objects.get(email=account("learner").email))
    assert why_not_renewed(earned) is None
    assert len(changes_since(earned)) == 2
    # Two essays wait for the study office, and every stored score is what its answers come to.
    assert count_waiting(staff) == 2
    assert list(differences()) == []
    # Two submissions wait too, one of them sent back once; many have rated themselves twice.
    assert submissions_waiting(staff) == 2
    assert Assessment.objects.count() == 2
    pairs = SelfRating.objects.filter(moment="after").values("enrolment").distinct()
    assert pairs.count() >= 10
    assert Attendance.objects.count() >= 10

    with django_capture_on_commit_callbacks(execute=True):
        load()
    assert counts() == once

    out = io.StringIO()
    call_command("demo_accounts", json=True, stdout=out)
    facts = json.loads(out.getvalue())
    assert facts["course"] == "TT-2026"
    for role in ("learner", "editor", "staff", "admin"):
        assert client.login(email=facts[role]["email"], password=facts[role]["password"]), role
    verify = reverse("certificates:verify", args=[facts["certificate"]["code"]])
    assert facts["certificate"]["number"] in client.get(verify).text
    client.force_login(User.objects.get(email=facts["learner"]["email"]))
    pdf = client.get(facts["certificate"]["pdf"])
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"


@pytest.mark.parametrize("command", ["load_demo", "demo_accounts"])
@override_settings(DEMO=False, DEBUG=False, TESTING=False)
def test_nothing_of_the_demo_works_outside_a_demo(command):
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command(command)
    assert not User.objects.exists()


def test_accounts_are_not_shown_before_the_demo_is_loaded():
    with pytest.raises(CommandError, match="load_demo"):
        call_command("demo_accounts")

"""Assignments, webinars and self-assessments, with what people have done on them."""

import datetime

import factory
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from courses.activities.pages import AssignmentPage, SelfAssessmentPage, WebinarPage
from courses.activities.statements import SelfRating, Statement, StatementSet
from courses.activities.submissions import Assessment, Submission, SubmissionFile
from courses.activities.webinars import Attendance, WebinarSession
from courses.catalogue.models import CourseStep
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CourseRunFactory,
    CourseStepFactory,
    EnrolmentFactory,
    ModulePageFactory,
)
from tests.factories.home import PageFactory, ParentFactory

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


def upload(name="selvitys.pdf", content=PDF, content_type="text/html"):
    """A file as a browser sends it; what it says of its type is nobody's concern."""
    return SimpleUploadedFile(name, content, content_type)


def criterion(key="a", name="Perustelu", description="Mistä päättelet?", points="2"):
    """A criterion as the page's stream keeps it."""
    return {
        "type": "criterion",
        "id": key,
        "value": {"name": name, "description": description, "points": points},
    }


class AssignmentPageFactory(PageFactory):
    class Meta:
        model = AssignmentPage

    title = factory.Sequence(lambda n: f"Tehtävä {n}")
    minutes = 60
    body = factory.LazyFunction(lambda: [("text", "<p>Kuvaa verkosto.</p>")])
    parent = ParentFactory(ModulePageFactory)


class WebinarPageFactory(PageFactory):
    class Meta:
        model = WebinarPage

    title = factory.Sequence(lambda n: f"Webinaari {n}")
    minutes = 240
    parent = ParentFactory(ModulePageFactory)


class StatementSetFactory(DjangoModelFactory):
    """So many statements (`of`) on a scale of five."""

    class Meta:
        model = StatementSet
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Väittämät {n}")
    lowest = factory.LazyFunction(lambda: {"fi": "en lainkaan", "sv": "inte alls"})
    highest = factory.LazyFunction(lambda: {"fi": "erittäin hyvin", "sv": "mycket bra"})

    @factory.post_generation
    def of(self, create, count, **kwargs):
        for number in range(1, (2 if count is None else count) + 1):
            words = {"fi": f"Osaan asian {number}.", "sv": f"Jag kan sak {number}."}
            Statement.objects.create(statement_set=self, position=number, words=words)


class SelfAssessmentPageFactory(PageFactory):
    class Meta:
        model = SelfAssessmentPage

    title = factory.Sequence(lambda n: f"Itsearviointi {n}")
    minutes = 10
    moment = "before"
    statement_set = factory.SubFactory(StatementSetFactory)
    parent = ParentFactory(ModulePageFactory)


def step_of(page) -> CourseStep:
    """The step of a live page."""
    return CourseStep.objects.get(key=page.translation_key)


def enrolled_at(page, learner=None, **fields):
    """Somebody enrolled on a new run of the page's course."""
    run = fields.pop("run", None) or CourseRunFactory(course=step_of(page).course)
    return EnrolmentFactory(run=run, learner=learner or UserFactory(), **fields)


class AssignmentStepFactory(CourseStepFactory):
    """An assignment without a page."""

    kind = CourseStep.Kind.ASSIGNMENT
    terms = factory.LazyFunction(lambda: {"text_wanted": "required", "rounds": 3})


class WebinarStepFactory(CourseStepFactory):
    """A webinar without a page, whose attendance counts."""

    kind = CourseStep.Kind.WEBINAR
    terms = factory.LazyFunction(lambda: {"attendance": True})


class SubmissionFactory(DjangoModelFactory):
    """A text that waits to be assessed."""

    class Meta:
        model = Submission

    enrolment = factory.SubFactory(EnrolmentFactory)
    step = factory.SubFactory(
        AssignmentStepFactory, course=factory.SelfAttribute("..enrolment.run.course")
    )
    state = Submission.State.SUBMITTED
    text = "Verkostossa on viisi toimijaa."
    language = "fi"
    version = 1
    created_at = factory.LazyFunction(timezone.now)
    saved_at = factory.LazyFunction(timezone.now)
    submitted_at = factory.LazyFunction(timezone.now)


class DraftFactory(SubmissionFactory):
    """A text that nobody but its writer sees."""

    state = Submission.State.DRAFT
    submitted_at = None


def file_of(submission, name="selvitys.pdf", content=PDF) -> SubmissionFile:
    """A file of a submission, with its bytes."""
    file = SubmissionFile(
        submission=submission,
        name=name,
        size=len(content),
        content_type="application/pdf",
        sha256="0" * 64,
        uploaded_at=timezone.now(),
    )
    file.file.save(str(file.pk), ContentFile(content), save=False)
    file.save(force_insert=True)
    return file


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    submission = factory.SubFactory(SubmissionFactory)
    verdict = Assessment.Verdict.PASSED
    assessor = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)


class SessionFactory(DjangoModelFactory):
    """A webinar of two hours, tomorrow."""

    class Meta:
        model = WebinarSession

    run = factory.SubFactory(CourseRunFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))
    ends_at = factory.LazyAttribute(lambda own: own.starts_at + datetime.timedelta(hours=2))
    link = "https://kokous.example/w"


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory)
    enrolment = factory.SubFactory(EnrolmentFactory)
    how = Attendance.How.CODE
    marked_at = factory.LazyFunction(timezone.now)


class SelfRatingFactory(DjangoModelFactory):
    class Meta:
        model = SelfRating

    enrolment = factory.SubFactory(EnrolmentFactory)
    statement_set = factory.SubFactory(StatementSetFactory)
    step = factory.SubFactory(
        CourseStepFactory,
        kind=CourseStep.Kind.SELF_ASSESSMENT,
        course=factory.SelfAttribute("..enrolment.run.course"),
    )
    moment = SelfRating.Moment.BEFORE
    levels = 5
    rated_at = factory.LazyFunction(timezone.now)

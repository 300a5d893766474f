"""Courses with their pages, runs, and people on them."""

from datetime import timedelta
from uuid import uuid4

import factory
from django.db.models import F
from django.utils import timezone
from factory.django import DjangoModelFactory

from courses.catalogue.changes import CurriculumChange
from courses.catalogue.invitations import Invitation
from courses.catalogue.models import Course, CourseStep
from courses.catalogue.programmes import Programme, ProgrammeCourse, ProgrammeRun
from courses.catalogue.requirements import StepDate, StepGroup, StepRule
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment, ProgrammeEnrolment
from courses.enrolling.waiting_places import WaitingPlace
from courses.pages.models import CataloguePage, CoursePage, LessonPage, ModulePage
from courses.progress.models import Completion, StepProgress
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.home import PageFactory, ParentFactory, announce, front_page


class CourseFactory(DjangoModelFactory):
    """A course without pages; `names` are what lists say."""

    class Meta:
        model = Course
        exclude = ["name"]

    name = factory.Sequence(lambda n: f"Opintojakso {n}")
    code = factory.Sequence(lambda n: f"TK-{n:04}")
    names = factory.LazyAttribute(lambda course: {"fi": course.name})
    credits = 2
    hours = 54
    access = Course.Access.ENROL


class CourseStepFactory(DjangoModelFactory):
    """A step without a page."""

    class Meta:
        model = CourseStep

    course = factory.SubFactory(CourseFactory)
    key = factory.LazyFunction(uuid4)
    module_key = factory.LazyFunction(uuid4)
    kind = CourseStep.Kind.LESSON
    titles = factory.Sequence(lambda n: {"fi": f"Askel {n}"})
    module_titles = factory.Sequence(lambda n: {"fi": f"Osio {n}"})
    position = factory.Sequence(lambda n: n + 1)


class CurriculumChangeFactory(DjangoModelFactory):
    """A change of a course, of today, in Finnish only."""

    class Meta:
        model = CurriculumChange

    course = factory.SubFactory(CourseFactory)
    summary_fi = factory.Sequence(lambda n: f"Uusi laki {n} on otettu mukaan.")
    # Asked for each time, so that a test's own clock is heard.
    noted_at = factory.LazyFunction(lambda: timezone.now())


class CourseRunFactory(DjangoModelFactory):
    """A run without dates or limits: open for enrolment."""

    class Meta:
        model = CourseRun

    course = factory.SubFactory(CourseFactory)
    organiser = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"TOTEUTUS-{n}")


class ProgrammeFactory(DjangoModelFactory):
    """A programme of the courses given as `of`, in order."""

    class Meta:
        model = Programme
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"OHJELMA-{n}")
    names = factory.Sequence(lambda n: {"fi": f"Koulutuskokonaisuus {n}"})

    @factory.post_generation
    def of(self, create, courses, **kwargs):
        for position, course in enumerate(courses or [], start=1):
            ProgrammeCourse.objects.create(programme=self, course=course, position=position)


class InvitationFactory(DjangoModelFactory):
    """An invitation to whoever has the key."""

    class Meta:
        model = Invitation

    course = factory.SubFactory(CourseFactory)
    key = "AVAIN-2026"


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    run = factory.SubFactory(CourseRunFactory)
    learner = factory.SubFactory(UserFactory)
    enrolled_at = factory.LazyFunction(timezone.now)
    confirmed_at = factory.SelfAttribute("enrolled_at")
    registrar_class = factory.SelfAttribute("run.registrar_class")


class StepRuleFactory(DjangoModelFactory):
    """What a step asks for; raises the outline's version, as the screen does."""

    class Meta:
        model = StepRule
        skip_postgeneration_save = True

    step = factory.SubFactory(CourseStepFactory)

    @factory.post_generation
    def outline(self, create, extracted, **kwargs):
        raise_outline_version(self.step.course_id)


class StepGroupFactory(DjangoModelFactory):
    """A choice of the steps given as `of`."""

    class Meta:
        model = StepGroup
        skip_postgeneration_save = True

    course = factory.SubFactory(CourseFactory)
    names = factory.LazyFunction(lambda: {"fi": "Valinnaiset"})
    needed = 1

    @factory.post_generation
    def of(self, create, steps, **kwargs):
        self.steps.set(steps or [])
        raise_outline_version(self.course_id)


class StepDateFactory(DjangoModelFactory):
    class Meta:
        model = StepDate

    run = factory.SubFactory(CourseRunFactory)
    step = factory.SubFactory(CourseStepFactory, course=factory.SelfAttribute("..run.course"))


def raise_outline_version(course_id: int) -> None:
    """Let readers see what was changed in a course's rules."""
    Course.objects.filter(pk=course_id).update(outline_version=F("outline_version") + 1)


class StepProgressFactory(DjangoModelFactory):
    """A step completed on an enrolment."""

    class Meta:
        model = StepProgress

    enrolment = factory.SubFactory(EnrolmentFactory)
    step = factory.SubFactory(CourseStepFactory)
    opened_at = factory.LazyFunction(timezone.now)
    completed_at = factory.LazyFunction(timezone.now)


def catalogue() -> CataloguePage:
    """Return the Finnish catalogue, made at the first call."""
    found = CataloguePage.objects.filter(locale__language_code="fi").first()
    return found or CataloguePageFactory()


class CataloguePageFactory(PageFactory):
    class Meta:
        model = CataloguePage

    title = "Koulutukset"
    slug = "koulutukset"
    parent = factory.LazyFunction(front_page)


class CoursePageFactory(PageFactory):
    class Meta:
        model = CoursePage

    course = factory.SubFactory(CourseFactory)
    title = factory.SelfAttribute("course.name")
    summary = "Opit tukemaan työkykyä."
    outcomes = factory.LazyFunction(lambda: [("outcome", "Tunnistat työkyvyn tuen tarpeen.")])
    parent = factory.LazyFunction(catalogue)


class ModulePageFactory(PageFactory):
    class Meta:
        model = ModulePage

    title = factory.Sequence(lambda n: f"Osio {n}")
    parent = ParentFactory(CoursePageFactory)


class LessonPageFactory(PageFactory):
    class Meta:
        model = LessonPage

    title = factory.Sequence(lambda n: f"Oppitunti {n}")
    minutes = 8
    body = factory.LazyFunction(lambda: [("text", "<p>Työkyky on suhde.</p>")])
    parent = ParentFactory(ModulePageFactory)


def course_with(*, modules: int = 1, lessons: int = 1, **fields) -> CoursePage:
    """A published course of so many modules with so many lessons each; fields go to `Course`."""
    course = {f"course__{name}": value for name, value in fields.items()}
    last = page = CoursePageFactory(announced=False, **course)
    for _module in range(modules):
        last = module = ModulePageFactory(parent=page, announced=False)
        for _lesson in range(lessons):
            last = LessonPageFactory(parent=module, announced=False)
    announce(last)
    return CoursePage.objects.select_related("course").get(pk=page.pk)


def lessons_of(page: CoursePage) -> list[LessonPage]:
    """The lessons below a course page, in order."""
    return list(LessonPage.objects.descendant_of(page).order_by("path"))


class CompletionFactory(DjangoModelFactory):
    """A completion as a row, without the news of it: no certificate is issued."""

    class Meta:
        model = Completion

    enrolment = factory.SubFactory(EnrolmentFactory)
    learner = factory.SelfAttribute("enrolment.learner")
    run = factory.SelfAttribute("enrolment.run")
    course = factory.SelfAttribute("enrolment.run.course")
    surname = factory.SelfAttribute("learner.last_name")
    given_names = factory.SelfAttribute("learner.first_name")
    email = factory.SelfAttribute("learner.email")
    course_code = factory.SelfAttribute("course.code")
    run_code = factory.SelfAttribute("run.code")
    course_names = factory.SelfAttribute("course.names")
    credits = factory.SelfAttribute("course.credits")
    hours = factory.SelfAttribute("course.hours")
    outcomes = factory.SelfAttribute("course.outcomes")
    scale = factory.SelfAttribute("course.scale")
    grade = "HYV"
    completed_on = factory.LazyFunction(timezone.localdate)
    assessed_on = factory.SelfAttribute("completed_on")
    assessor = "Työkykypolku"
    language = "fi"
    registrar_class = factory.SelfAttribute("run.registrar_class")
    curriculum_version = "1"
    origin = Completion.Origin.RULES
    created_at = factory.LazyFunction(timezone.now)


class WaitingPlaceFactory(DjangoModelFactory):
    """A place on a waiting list; `offered=True` gives it an open offer."""

    class Meta:
        model = WaitingPlace

    class Params:
        offered = factory.Trait(
            offered_at=factory.LazyFunction(timezone.now),
            accept_by=factory.LazyFunction(lambda: timezone.now() + timedelta(hours=72)),
        )

    run = factory.SubFactory(CourseRunFactory)
    learner = factory.SubFactory(UserFactory)
    joined_at = factory.LazyFunction(timezone.now)


class ProgrammeRunFactory(DjangoModelFactory):
    """A programme's run; runs of its courses are made with `programme_run`."""

    class Meta:
        model = ProgrammeRun

    programme = factory.SubFactory(ProgrammeFactory)
    organiser = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"OHJELMA-{n}")


class ProgrammeEnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammeEnrolment

    programme_run = factory.SubFactory(ProgrammeRunFactory)
    learner = factory.SubFactory(UserFactory)
    enrolled_at = factory.LazyFunction(timezone.now)

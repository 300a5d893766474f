"""
One of each thing that an address can name, and one person in each role.

The learner's things lie in the first polytechnic; staff of the second must not reach them.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, Locale, Site

from accounts.models import Membership, Organisation, User
from certificates.badges.issuing import badge_of
from courses.models import CoursePage, CourseStep, Roster
from home.accessibility.models import AccessibilityFinding
from home.feedback.sending import send_feedback
from home.models import CustomDocument, Notice
from quizzes.quiz.overrides import QuizOverride
from tests.factories.accounts import (
    PASSWORD,
    AdministratorFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.activities import (
    AssignmentStepFactory,
    SelfRatingFactory,
    SessionFactory,
    StatementSetFactory,
    SubmissionFactory,
    WebinarStepFactory,
)
from tests.factories.activities import file_of as file_of_submission
from tests.factories.assessing import essay_version, file_of, flaw_in, submitted
from tests.factories.certificates import CertificateTemplateFactory, certificate_for
from tests.factories.courses import (
    CompletionFactory,
    CourseRunFactory,
    CurriculumChangeFactory,
    EnrolmentFactory,
    InvitationFactory,
    LessonPageFactory,
    ProgrammeEnrolmentFactory,
    ProgrammeFactory,
    ProgrammeRunFactory,
    WaitingPlaceFactory,
)
from tests.factories.h5p import h5p_exercise
from tests.factories.home import ImageFactory, front_page
from tests.factories.lessons import doing
from tests.factories.quizzes import (
    QuizPageFactory,
    answered,
    enrolled,
    proposed,
    question,
    started,
)
from tests.factories.registrar import ListProfileFactory, delivered
from tests.factories.words import GlossaryTermFactory, ServiceCardFactory

ROLES = (
    "anonymous",
    "learner",
    "other learner",
    "editor",
    "staff",
    "other staff",
    "administrator",
)


@dataclass
class World:
    """`people` by role; `things` are the values of the addresses' parts."""

    people: dict[str, User | AnonymousUser] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


def make_world() -> World:
    """Make everything anew; call it in a transaction."""
    world = World()
    front_page()
    polytechnic, other_polytechnic = OrganisationFactory.create_batch(2)
    editor = UserFactory(password=PASSWORD, is_staff=True)
    editor.groups.set(Group.objects.filter(name__in=["Editors", "Moderators"]))
    world.people = {
        "anonymous": AnonymousUser(),
        "learner": UserFactory(password=PASSWORD),
        "other learner": UserFactory(password=PASSWORD),
        "editor": editor,
        "staff": _staff_of(polytechnic),
        "other staff": _staff_of(other_polytechnic),
        "administrator": AdministratorFactory(password=PASSWORD),
    }
    # As after a sign-in: signals may have changed what these objects do not know.
    world.people = {
        role: User.objects.get(pk=person.pk) if person.pk else person
        for role, person in world.people.items()
    }
    world.things = _things(world.people["learner"], polytechnic)
    return world


def _staff_of(organisation: Organisation) -> User:
    return MembershipFactory(organisation=organisation, user__password=PASSWORD).user


def _things(learner: User, polytechnic: Organisation) -> dict[str, Any]:
    asked = question()
    page = QuizPageFactory(quiz__asks=[asked])
    document = CustomDocument(title="Liite")
    document.file.save("liite.txt", ContentFile(b"liite"))
    lesson = LessonPageFactory(
        parent=page.get_parent(),
        slug="oppitunti",
        body=[
            {"type": "text", "value": "<p>Työkyky.</p>"},
            {"type": "download", "value": {"document": document.pk, "title": "L"}},
            *doing().raw_data,
        ],
    )
    course = CourseStep.objects.get(key=page.translation_key).course
    run = CourseRunFactory(course=course, organiser=polytechnic)
    enrolment = enrolled(page, learner)
    attempt = started(page, enrolment)
    position = attempt.responses.get().position
    answered(attempt, position)
    proposal = proposed(attempt, position)
    exception = QuizOverride.objects.create(quiz=page.quiz, enrolment=enrolment, extra_minutes=15)
    finished = CompletionFactory(enrolment__run=run)
    done = EnrolmentFactory(
        learner=learner, run__organiser=polytechnic, run__course__name="Toinen opintojakso"
    )
    essay = submitted([essay_version()], [{"text": "Vastaus"}], enrolment=done).responses.get()
    submission = SubmissionFactory(
        enrolment=enrolment, step=AssignmentStepFactory(course=course), state="returned"
    )
    rated = SelfRatingFactory(enrolment=enrolment)
    SelfRatingFactory(
        enrolment=enrolment, step=rated.step, statement_set=rated.statement_set, moment="after"
    )
    session = SessionFactory(run=run, step=WebinarStepFactory(course=course))
    programme_run = ProgrammeRunFactory(organiser=polytechnic)
    CourseRunFactory(course=course, organiser=polytechnic, programme_run=programme_run)
    locale, _made = Locale.objects.get_or_create(language_code="sv")
    image = ImageFactory()
    certificate = certificate_for(enrolment=done)
    term, card = GlossaryTermFactory(), ServiceCardFactory()
    exercise = h5p_exercise()
    return {
        "answer_file": file_of(essay),
        "attempt": attempt,
        "below": lambda found: found.url_path.split("/", 2)[2],
        "certificate": certificate,
        "badge": badge_of(certificate),
        "completed": done,
        "course_page": CoursePage.objects.get(course=course),
        "document": document,
        "enrolment": enrolment,
        "notice": Notice.objects.create(
            person=learner,
            kind="message",
            key="world",
            title="Viesti",
            address="/fi/tili/tiedot/",
            told_at=timezone.now(),
        ),
        "image": image,
        "lesson": lesson,
        "page": page,
        "personal_link": InvitationFactory(
            course=course, run=run, key="", email="kutsuttu@esimerkki.fi", token="linkki"
        ),
        "place": WaitingPlaceFactory(
            learner=learner, run=CourseRunFactory(course=course, organiser=polytechnic)
        ),
        "position": position,
        "programme_run": programme_run,
        "programme_enrolment": ProgrammeEnrolmentFactory(
            programme_run=programme_run, learner=learner
        ),
        "proposal": proposal,
        "run": run,
        "card": card,
        "h5p": exercise,
        "term": term,
        "self_assessment": rated.step,
        "session": session,
        "submission": submission,
        "submission_file": file_of_submission(submission),
        # What `pk` means, by a part of the address's name.
        "by_name": {
            "api:pages": page.pk,
            "api:images": image.pk,
            "api:documents": document.pk,
            "wagtaildocs": document.pk,
            "wagtailimages": image.pk,
            "home_glossaryterm": term.pk,
            "home_servicecard": card.pk,
            "home_h5ppackage": exercise.pk,
            "certificate:": certificate.pk,
            "certificatetemplate": CertificateTemplateFactory().pk,
            "quizzes_quiz": page.quiz_id,
            "quiz_exceptions:": exception.pk,
            "quizzes_question": asked.pk,
            "quizzes_questionbank": asked.bank_id,
            "course:": course.pk,
            "courserun:": run.pk,
            "register:": delivered(run, UserFactory()).pk,
            "listprofile:": ListProfileFactory(organisation=polytechnic).pk,
            "flaws:": flaw_in(asked).pk,
            "feedback_tasks:": send_feedback(
                kind="other", words="Hei", page="", email="", language="fi"
            ).pk,
            "accessibility_findings:": AccessibilityFinding.objects.create(
                place_fi="Videot", what_fi="Kuvailu puuttuu.", criterion="1.2.5"
            ).pk,
            "statementset:": StatementSetFactory().pk,
            "programmerun:": programme_run.pk,
            "programme:": ProgrammeFactory(of=[course]).pk,
            "curriculumchange:": CurriculumChangeFactory(course=course).pk,
            "invitation:": InvitationFactory(course=course).pk,
            "organisation:": polytechnic.pk,
            "membership:": Membership.objects.get(organisation=polytechnic).pk,
            "collections:": Collection.get_first_root_node().pk,
            "locales:": locale.pk,
            "sites:": Site.objects.get().pk,
            "users_users": learner.pk,
            "users_groups": Group.objects.first().pk,
        },
        # What the other parts of an address mean; 1 where nothing is said.
        "by_part": {
            "response_id": essay.pk,
            "run_id": run.pk,
            "roster_id": Roster.objects.create(
                run=run,
                filename="lista.csv",
                rows=[],
                created_by=Membership.objects.get(organisation=polytechnic).user,
                created_at=timezone.now(),
            ).pk,
            "session_id": session.pk,
            "submission_id": submission.pk,
            "enrolment_id": finished.enrolment_id,
            "completion_id": finished.pk,
            "course_id": course.pk,
            "step_id": submission.step_id,
            "part": "tyo",
            "quiz_id": essay.attempt.quiz_id,
            "question_key": essay.question_version.question_key,
            "page_id": page.pk,
            "page_pk": page.pk,
            "page_to_move_id": page.pk,
            "parent_page_id": page.get_parent().pk,
            "destination_id": page.get_parent().pk,
            "collection_id": Collection.get_first_root_node().pk,
            "document_id": document.pk,
            "doc_id": document.pk,
            "image_id": image.pk,
            "revision_id": page.latest_revision_id,
            "app_label": "courses",
            "app_name": "home",
            "model_name": "lessonpage",
            "content_type_app_name": "courses",
            "content_type_model_name": "lessonpage",
            "action": "delete",
            "action_name": "approve",
            "filter_spec": "original",
            "mode": "default",
            "kind": "csv",
            "token": "a-b",
            "uidb64": "MQ",
        },
    }

"""
Two polytechnics whose people look alike, with a row of every kind in each.

They share what is shared: courses, quizzes, statements. Everything else of one bears its
marker, a word that nothing of the other has.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from certificates.models import BulkIssue
from certificates.revoking import revoke
from courses.activities.statements import SelfRating
from courses.catalogue.models import Course, CourseStep
from courses.catalogue.runs import CourseRun
from courses.following.models import Message, MessageCopy, MessageTemplate, Note, ReminderRule
from courses.models import Roster, StepDecision
from courses.registrar.models import ExportLog
from courses.registrar.prepared import PreparedList
from home.outbox import OutboxEntry
from quizzes.quiz.overrides import QuizOverride
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.activities import (
    AssessmentFactory,
    AssignmentStepFactory,
    AttendanceFactory,
    SelfRatingFactory,
    SessionFactory,
    StatementSetFactory,
    SubmissionFactory,
    WebinarStepFactory,
)
from tests.factories.activities import file_of as file_of_submission
from tests.factories.assessing import choice_version, essay_version, file_of, submitted
from tests.factories.certificates import certificate_for
from tests.factories.courses import (
    CompletionFactory,
    CourseFactory,
    CourseRunFactory,
    CourseStepFactory,
    EnrolmentFactory,
    InvitationFactory,
    ProgrammeEnrolmentFactory,
    ProgrammeFactory,
    ProgrammeRunFactory,
    StepDateFactory,
    StepProgressFactory,
    WaitingPlaceFactory,
)
from tests.factories.quizzes import Place, QuizFactory, placed
from tests.factories.registrar import ListProfileFactory, delivered

MARKERS = ("havumerkki", "lehtimerkki")


@dataclass
class Shared:
    """What belongs to no polytechnic."""

    course: Course
    quiz: Place
    essay: Any
    choice: Any
    assignment: CourseStep
    webinar: CourseStep
    rating: CourseStep
    statements: Any
    programme: Any


@dataclass
class Tenant:
    """
    A polytechnic, its staff, and the values of addresses that lead to its rows.

    `by_part` are values of an address's parts; `by_name` what `pk` is, by the beginning of
    the address's name. `rows` are the keys of all that was made for it, by model.
    """

    marker: str
    organisation: Organisation
    staff: User
    teacher: User
    by_part: dict[str, Any] = field(default_factory=dict)
    by_name: dict[str, Any] = field(default_factory=dict)
    rows: dict[type[Model], set[Any]] = field(default_factory=dict)

    def value(self, name: str, part: str) -> Any:
        """Return what to put for a part of an address; None where the world has nothing."""
        if part == "pk":
            fitting = [start for start in self.by_name if name.startswith(start)]
            return self.by_name[max(fitting, key=len)] if fitting else None
        return self.by_part.get(part)


def two_tenants() -> tuple[Tenant, Tenant]:
    """Make both, with everything that they share."""
    shared = _shared()
    return _tenant(MARKERS[0], shared), _tenant(MARKERS[1], shared)


def _shared() -> Shared:
    course = CourseFactory(name="Yhteinen opintojakso", code="TKK1")
    key = "00000000-0000-0000-0000-00000000000{}"
    return Shared(
        course=course,
        quiz=placed(QuizFactory(name="Yhteinen koe"), course=course),
        essay=essay_version(key=key.format(1)),
        choice=choice_version({"a": "1", "b": "0"}, key=key.format(2)),
        assignment=AssignmentStepFactory(course=course),
        webinar=WebinarStepFactory(course=course),
        rating=CourseStepFactory(course=course, kind=CourseStep.Kind.SELF_ASSESSMENT),
        statements=StatementSetFactory(),
        programme=ProgrammeFactory(of=[course]),
    )


def _tenant(marker: str, shared: Shared) -> Tenant:
    before = _all_keys()
    organisation = OrganisationFactory(name_fi=f"Ammattikorkeakoulu {marker}", key=f"amk-{marker}")
    tenant = Tenant(
        marker,
        organisation,
        staff=_person(marker, "opintotoimisto"),
        teacher=_person(marker, "opettaja"),
    )
    MembershipFactory(organisation=organisation, user=tenant.staff)
    MembershipFactory(organisation=organisation, user=tenant.teacher, role=Membership.Role.TEACHER)
    _fill(tenant, shared)
    # As after a sign-in: signals may have changed what these objects do not know.
    tenant.staff = User.objects.get(pk=tenant.staff.pk)
    tenant.teacher = User.objects.get(pk=tenant.teacher.pk)
    tenant.rows = {
        model: new for model, keys in _all_keys().items() if (new := keys - before[model])
    }
    return tenant


def _all_keys() -> dict[type[Model], set[Any]]:
    return {model: set(model._default_manager.values_list("pk", flat=True)) for model in _models()}


def _models() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            yield model


def _person(marker: str, who: str, **fields: Any) -> User:
    return UserFactory(
        first_name="Aino Maria",
        last_name=f"Virtanen-{marker}",
        preferred_name="Aino",
        email=f"aino.{who}@{marker}.fi",
        profession=f"ohjaaja {marker}",
        employer=f"työnantaja {marker}",
        **fields,
    )


def _fill(tenant: Tenant, shared: Shared) -> None:
    """Make a row of every kind."""
    marker, organisation, now = tenant.marker, tenant.organisation, timezone.now()
    told = {"profession": f"ohjaaja {marker}", "employer": f"työnantaja {marker}"}
    run = CourseRunFactory(
        course=shared.course,
        organiser=organisation,
        code=f"TKK1-{marker}",
        payer=f"{marker} maksaa",
    )
    run.teachers.add(tenant.teacher)
    target = CourseRunFactory(
        course=shared.course, organiser=organisation, code=f"TKK1-toinen-{marker}"
    )
    learner = _person(marker, "oppija", birth_date=datetime.date(1985, 6, 24))
    enrolment = EnrolmentFactory(run=run, learner=learner, withdrawn_reason="", **told)
    done = EnrolmentFactory(run=run, learner=_person(marker, "valmis"), **told)
    EnrolmentFactory(
        run=target,
        learner=_person(marker, "lopettanut"),
        withdrawn_at=now,
        withdrawn_reason=f"syy {marker}",
        **told,
    )
    StepProgressFactory(enrolment=enrolment, step=shared.assignment)
    StepDecision.objects.create(
        enrolment=enrolment,
        step=shared.assignment,
        kind=StepDecision.Kind.RECOGNISED,
        by=tenant.staff,
        reason=f"peruste {marker}",
        decided_at=now,
    )
    completion = CompletionFactory(
        enrolment=done,
        assessor=f"arvioija {marker}",
        origin="by_hand",
        recorded_by=tenant.staff,
        reason=f"kirjattu {marker}",
        home_organisation=f"Ammattikorkeakoulu {marker}",
    )
    StepDateFactory(run=run, step=shared.assignment)
    place = WaitingPlaceFactory(run=run, learner=_person(marker, "jonottaja"))
    InvitationFactory(course=shared.course, run=run, key="", email=f"aino.kutsuttu@{marker}.fi")
    InvitationFactory(course=shared.course, run=run, key=f"AVAIN-{marker}")
    programme_run = ProgrammeRunFactory(
        programme=shared.programme, organiser=organisation, code=f"TKK-{marker}"
    )
    ProgrammeEnrolmentFactory(programme_run=programme_run, learner=learner)
    CourseRunFactory(
        course=shared.course,
        organiser=organisation,
        programme_run=programme_run,
        code=f"TKK1-kokonaisuus-{marker}",
    )
    roster = Roster.objects.create(
        run=run,
        filename=f"lista-{marker}.csv",
        rows=[{"line": 2, "email": f"aino.lista@{marker}.fi"}],
        created_by=tenant.staff,
        created_at=now,
    )
    submission = SubmissionFactory(
        enrolment=enrolment, step=shared.assignment, text=f"Vastaus {marker}"
    )
    file_of_submission(submission, name=f"{marker}.pdf")
    AssessmentFactory(
        submission=SubmissionFactory(
            enrolment=done, step=shared.assignment, state="passed", text=f"Hyvä {marker}"
        ),
        assessor=tenant.teacher,
        comment=f"palaute {marker}",
    )
    session = SessionFactory(
        run=run, step=shared.webinar, title=f"Webinaari {marker}", place=f"sali {marker}"
    )
    AttendanceFactory(session=session, enrolment=enrolment)
    for moment in SelfRating.Moment.values:
        SelfRatingFactory(
            enrolment=enrolment,
            step=shared.rating,
            statement_set=shared.statements,
            moment=moment,
            answers={str(found.pk): 3 for found in shared.statements.current()},
        )
    Note.objects.create(
        enrolment=done, author=tenant.teacher, text=f"muistio {marker}", created_at=now
    )
    template = MessageTemplate.objects.create(
        organisation=organisation, name=f"pohja {marker}", subject=marker, body=f"terve {marker}"
    )
    message = Message.objects.create(
        run=run,
        sender=tenant.teacher,
        subject=f"aihe {marker}",
        body=f"viesti {marker}",
        reply_to=tenant.teacher.email,
        sent_at=now,
    )
    MessageCopy.objects.create(message=message, enrolment=enrolment)
    reminder = ReminderRule.objects.create(run=run, kind=ReminderRule.Kind.AFTER_SILENCE, days=14)
    delivery = delivered(
        run, tenant.staff, enrolment__learner=_person(marker, "toimitettu"), surname=marker
    )
    profile = ListProfileFactory(organisation=organisation, name=f"profiili {marker}")
    ExportLog.objects.create(
        organisation=organisation,
        person=tenant.staff,
        taken_at=now,
        kind="csv",
        choice_words=f"toteutus {run.code}",
    )
    prepared = PreparedList.objects.create(
        person=tenant.staff, choice_words=run.code, asked_at=now, rows_in_all=1
    )
    certificate = revoke(
        certificate_for(enrolment=EnrolmentFactory(run=run, learner=_person(marker, "todistus"))),
        by=tenant.staff,
        reason=f"mitätöity {marker}",
    )
    OutboxEntry.objects.filter(key__endswith=certificate.number).update(error=f"vika {marker}")
    BulkIssue.objects.create(run=run, by=tenant.staff, started_at=now, finished_at=now)
    graded = _attempts(tenant, shared, run, enrolment)
    exception = QuizOverride.objects.create(
        quiz=shared.quiz.quiz, enrolment=enrolment, extra_minutes=15
    )
    tenant.by_part = {
        "run_id": run.pk,
        "enrolment_id": done.pk,
        "completion_id": completion.pk,
        "step_id": shared.assignment.pk,
        "session_id": session.pk,
        "submission_id": submission.pk,
        "part": "tyo",
        "message_id": message.pk,
        "template_id": template.pk,
        "rule_id": reminder.pk,
        "note_id": Note.objects.get(enrolment=done).pk,
        "place_id": place.pk,
        "roster_id": roster.pk,
        "quiz_id": shared.quiz.quiz.pk,
        "question_key": shared.essay.question_key,
        "response_id": graded.pk,
        "kind": "csv",
        "app_label": "courses",
        "model_name": "courserun",
        "object_id": run.pk,
    }
    tenant.by_name = {
        "certificate:": certificate.pk,
        "courserun:": run.pk,
        "programmerun:": programme_run.pk,
        "register:": delivery.pk,
        "register:prepared_file": prepared.pk,
        "listprofile:": profile.pk,
        "quiz_exceptions:": exception.pk,
    }


def _attempts(tenant: Tenant, shared: Shared, run: CourseRun, enrolment: Any) -> Any:
    """Make an attempt that waits for grading, and one that is graded; return the essay."""
    where = {"place": shared.quiz, "enrolment": enrolment}
    waiting = submitted([shared.essay], [{"text": f"Essee {tenant.marker}"}], **where)
    submitted([shared.choice], [{"choice": ["a"]}], **where)
    essay = waiting.responses.get()
    file_of(essay, name=f"{tenant.marker}.txt")
    return essay


def references(tenant: Tenant) -> dict[str, Any]:
    """
    Return the tenant's rows as they are, and how many rows point at each kind of them.

    Equal before and after: nothing of the tenant's was changed, added or taken away.
    """
    found: dict[str, Any] = {}
    for model, keys in tenant.rows.items():
        found[model._meta.label] = list(
            model._default_manager.filter(pk__in=keys).order_by("pk").values_list()
        )
    for model in _models():
        for pointing in model._meta.concrete_fields:
            pointed = tenant.rows.get(pointing.related_model) if pointing.is_relation else None
            if pointed:
                found[f"{model._meta.label}.{pointing.name}"] = (
                    model._default_manager.filter(**{f"{pointing.name}__in": pointed})
                    .order_by()
                    .count()
                )
    return found

"""
Completions on record: frozen when they arise, annulled and corrected by people.

Nothing is ever deleted or changed: a correction annuls the old one and records a new one
that replaces it.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from courses import rules
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from courses.progress.models import Completion
from courses.progress.programmes import complete_programmes, reopen_programmes
from courses.progress.refusals import DeedRefusal, DeedRefusedError
from courses.signals import annulled, completed
from home import outbox

ANNULLED = "courses.completion_annulled"

# What a correction may change; all else is copied from the completion that it replaces.
CORRECTABLE = (
    "surname",
    "given_names",
    "birth_date",
    "national_learner_id",
    "registrar_class",
    "study_field",
    "grade",
    "completed_on",
    "assessed_on",
    "assessor",
    "language",
    "study_right",
)
PASSING = {
    Course.Scale.PASS_FAIL: ("HYV",),
    Course.Scale.ZERO_TO_FIVE: ("1", "2", "3", "4", "5", "HYV"),
}


def locked(enrolment: Enrolment) -> Enrolment:
    """Lock an enrolment, and read it anew with what a completion copies."""
    return (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("run__course", "run__organiser", "learner__home_organisation")
        .get(pk=enrolment.pk)
    )


def record_completion(
    enrolment: Enrolment,
    *,
    origin: "Completion.Origin",
    assessor: str,
    grade: str = rules.PASSED,
    recorded_by: Any = None,
    completed_on: datetime.date | None = None,
    assessed_on: datetime.date | None = None,
    reason: str = "",
    language: str = "",
) -> Completion:
    """
    Freeze a completion of an enrolment, and tell the other rooms. Call in a transaction.

    `language`: in which it was studied; that of the request where nobody says.

    Names, identifiers, course, run and consent are copied as they are at this moment. Of an
    enrolment that the learner has not answered there is no completion: the table refuses it.
    """
    now = timezone.now()
    day = completed_on or timezone.localdate(now)
    learner, run = enrolment.learner, enrolment.run
    course: Course = run.course
    if enrolment.completed_at is None:
        enrolment.completed_at = now
        enrolment.save(update_fields=["completed_at"])
    completion = Completion.objects.create(
        enrolment=enrolment,
        learner=learner,
        course=course,
        run=run,
        surname=learner.last_name,
        given_names=learner.first_name,
        email=learner.email,
        **_told_by(learner),
        course_code=course.code,
        run_code=run.code,
        course_names=course.names,
        credits=course.credits,
        hours=course.hours,
        outcomes=course.outcomes,
        scale=course.scale,
        grade=grade,
        completed_on=day,
        assessed_on=assessed_on or day,
        assessor=assessor,
        language=(language or get_language() or "fi")[:2],
        registrar_class=enrolment.registrar_class,
        study_field=course.study_field,
        curriculum_version=course.curriculum_version,
        consented_at=enrolment.consented_at,
        consent_version=enrolment.consent_version,
        study_right=enrolment.study_right,
        origin=origin,
        recorded_by=recorded_by,
        reason=reason,
        created_at=now,
    )
    _tell(completion)
    return completion


def _told_by(learner: User) -> dict[str, Any]:
    """What learners have told of themselves beside their names."""
    home = learner.home_organisation
    return {
        "birth_date": learner.birth_date,
        "national_learner_id": learner.learner_id,
        "home_organisation": home.name_fi if home else "",
    }


def _tell(completion: Completion) -> None:
    completed.send(sender=Completion, completion=completion)
    complete_programmes(completion)


@transaction.atomic
def complete_by_person(
    enrolment: Enrolment,
    *,
    by: User,
    origin: "Completion.Origin",
    reason: str,
    assessor: str,
    grade: str = rules.PASSED,
    completed_on: datetime.date | None = None,
    date_is_right: bool = False,
) -> Completion:
    """
    Complete a course whatever its rules say, on record; raises DeedRefusedError.

    `origin` says whether for what was learnt elsewhere or by hand. `date_is_right`: a day
    before the run or the enrolment is meant.
    """
    enrolment = locked(enrolment)
    refuse_own(enrolment, by)
    if refusal := recording_refusal(enrolment):
        raise DeedRefusedError(refusal)
    _check(enrolment.run.course.scale, reason, assessor, grade, completed_on)
    if completed_on and not date_is_right:
        _refuse_early(enrolment, completed_on)
    return record_completion(
        enrolment,
        origin=origin,
        assessor=assessor.strip(),
        grade=grade,
        recorded_by=by,
        completed_on=completed_on,
        reason=reason.strip(),
        language=enrolment.learner.language,
    )


def refuse_own(enrolment: Enrolment, by: User) -> None:
    """Nobody decides on their own studies, administrators neither; raises DeedRefusedError."""
    if enrolment.learner_id == by.pk:
        raise DeedRefusedError(DeedRefusal.OWN)


def recording_refusal(enrolment: Enrolment) -> DeedRefusal | None:
    """
    Return why no completion may be recorded on an enrolment; None when one may.

    After an annulment one may be: the enrolment has none that is valid.
    """
    if enrolment.withdrawn_at is not None:
        return DeedRefusal.WITHDRAWN
    if enrolment.waits_for_answer:
        return DeedRefusal.NOT_ANSWERED
    if Completion.objects.valid().filter(enrolment=enrolment).exists():
        return DeedRefusal.COMPLETED
    return None


def _check(
    scale: str, reason: str, assessor: str, grade: str, completed_on: datetime.date | None
) -> None:
    if not reason.strip():
        raise DeedRefusedError(DeedRefusal.NO_REASON)
    if not assessor.strip():
        raise DeedRefusedError(DeedRefusal.NO_ASSESSOR)
    if grade not in PASSING[Course.Scale(scale)]:
        raise DeedRefusedError(DeedRefusal.NOT_ON_SCALE)
    if completed_on and completed_on > timezone.localdate():
        raise DeedRefusedError(DeedRefusal.IN_THE_FUTURE)


def _refuse_early(enrolment: Enrolment, day: datetime.date) -> None:
    """A day before the run or the enrolment is the commonest slip: it takes a second word."""
    first = enrolment.run.starts_on
    if (first and day < first) or day < timezone.localdate(enrolment.enrolled_at):
        raise DeedRefusedError(DeedRefusal.EARLY)


@transaction.atomic
def annul(completion: Completion, *, by: User, reason: str) -> Completion:
    """
    Withdraw a completion, on record; its certificate goes with it. Raises DeedRefusedError.

    The enrolment is under way again, and the next deed on it is judged. It stays closed where
    the learner has enrolled on the run anew, or the account is erased. A programme that was
    completed with it is under way again.
    """
    refuse_own(completion.enrolment, by)
    # The run first, as whoever enrols does: nobody enrols anew while this is decided.
    CourseRun.objects.select_for_update(of=("self",)).get(pk=completion.run_id)
    withdrawn = _annul(completion, by, reason)
    _reopen(withdrawn.enrolment)
    annulled.send(sender=Completion, completion=withdrawn)
    outbox.send(
        effect=ANNULLED, key=f"{ANNULLED}:{withdrawn.pk}", payload={"completion": withdrawn.pk}
    )
    reopen_programmes(withdrawn)
    return withdrawn


def _reopen(enrolment: Enrolment) -> None:
    """Open an enrolment that has no valid completion any more; its steps stay done."""
    anew = Enrolment.objects.active().filter(run=enrolment.run_id, learner=enrolment.learner_id)
    if anew.exists() or enrolment.learner.erased_at is not None:
        return
    enrolment.completed_at = None
    enrolment.save(update_fields=["completed_at"])


def _annul(completion: Completion, by: User, reason: str) -> Completion:
    if not reason.strip():
        raise DeedRefusedError(DeedRefusal.NO_REASON)
    locked(completion.enrolment)
    completion = Completion.objects.select_for_update(of=("self",)).get(pk=completion.pk)
    if completion.annulled_at is not None:
        raise DeedRefusedError(DeedRefusal.ANNULLED)
    completion.annulled_at = timezone.now()
    completion.annulled_by = by
    completion.annulled_reason = reason.strip()
    completion.save(update_fields=["annulled_at", "annulled_by", "annulled_reason"])
    return completion


@transaction.atomic
def correct(
    completion: Completion, *, by: User, reason: str, date_is_right: bool = False, **changes: Any
) -> Completion:
    """
    Annul a completion and record the right one, which `replaces` it. Raises DeedRefusedError.

    `changes` are fields named in CORRECTABLE; TypeError for another. How it arose stays. A
    new certificate is issued.
    """
    if unknown := changes.keys() - set(CORRECTABLE):
        raise TypeError(f"A correction does not change {', '.join(sorted(unknown))}.")
    refuse_own(completion.enrolment, by)
    old = _annul(completion, by, reason)
    if all(getattr(old, name) == value for name, value in changes.items()):
        raise DeedRefusedError(DeedRefusal.NOTHING_NEW)
    day = changes.get("completed_on", old.completed_on)
    if day != old.completed_on and not date_is_right:
        _refuse_early(old.enrolment, day)
    return _replace(old, by, reason, changes)


@transaction.atomic
def add_consent(enrolment: Enrolment, *, reason: str) -> Completion | None:
    """
    Bring a learner's later consent to their completion, with the identifiers that it lacks.

    It is a correction by the learner; what the completion says already stays. None where no
    valid completion is without consent.
    """
    enrolment = locked(enrolment)
    completions = Completion.objects.valid().filter(enrolment=enrolment, consented_at__isnull=True)
    old = completions.first()
    if old is None or enrolment.consented_at is None:
        return None
    learner = enrolment.learner
    told = {**_told_by(learner), "surname": learner.last_name, "given_names": learner.first_name}
    changes = {name: value for name, value in told.items() if not getattr(old, name)}
    changes["consented_at"] = enrolment.consented_at
    changes["consent_version"] = enrolment.consent_version
    return _replace(_annul(old, learner, reason), learner, reason, changes)


def _replace(old: Completion, by: User, reason: str, changes: Mapping[str, Any]) -> Completion:
    new = Completion.objects.get(pk=old.pk)
    for name, value in changes.items():
        setattr(new, name, value)
    _check(new.scale, reason, new.assessor, new.grade, new.completed_on)
    new.pk = None
    new._state.adding = True
    new.replaces = old
    new.annulled_at = new.annulled_by = None
    new.annulled_reason = ""
    new.recorded_by = by
    new.reason = reason.strip()
    new.created_at = timezone.now()
    new.save(force_insert=True)
    _tell(new)
    return new

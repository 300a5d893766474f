"""A full run with people waiting, a run for those invited, and a run of a whole programme."""

import datetime

from django.utils import timezone

from accounts.models import User
from courses.catalogue.copying import make_programme_run
from courses.enrolling.enrol import enrol
from courses.enrolling.inviting import invite
from courses.enrolling.waiting import join, promote_on
from courses.models import Course, CourseRun, Programme, ProgrammeRun
from demo.accounts import account
from demo.loading.runs import polytechnics

FULL, INVITED, WHOLE = "TKK1-2027K-C", "TKK1-2027K-KUTSU", "TKK-2027S"
PROJECTS_KEY = "HANKE-2027"
# Of the invented people: three have the seats, two wait.
SEATED, WAITING = (3, 4, 5), (6, 7)


def load_enrolling(people: list[User]) -> None:
    """Make what is missing."""
    full = _run(FULL, begins=55, seats=len(SEATED), price="150.00", payer="Työnantaja")
    if not full.enrolments.exists():
        for number in SEATED:
            enrol(run=full, learner=people[number], consents=True)
        for number in WAITING:
            join(run=full, learner=people[number])
        # One seat more: the first who waits is offered it, and the second goes on waiting.
        CourseRun.objects.filter(pk=full.pk).update(seats=len(SEATED) + 1)
        promote_on(full)
    invited = _run(INVITED, begins=70, seats=20, invited_only=True, payer="Hankerahoitus")
    staff = User.objects.get(email=account("staff").email)
    invite(run=invited, by=staff, key=PROJECTS_KEY)
    invite(run=invited, by=staff, email_domain="kuntoutuspolku.example")
    _load_programme_run()


def _run(code: str, *, begins: int, **terms: object) -> CourseRun:
    starts = timezone.localdate() + datetime.timedelta(days=begins)
    run, _made = CourseRun.objects.get_or_create(
        code=code,
        defaults={
            "course": Course.objects.get(code="TKK1"),
            "organiser": polytechnics()[0],
            "enrolment_closes_on": starts,
            "starts_on": starts,
            "ends_on": starts + datetime.timedelta(days=100),
            "languages": ["fi"],
            **terms,
        },
    )
    return run


def _load_programme_run() -> None:
    programme = Programme.objects.filter(places__course__code="TKK1").first()
    if programme is None or ProgrammeRun.objects.filter(code=WHOLE).exists():
        return
    starts = timezone.localdate() + datetime.timedelta(days=250)
    make_programme_run(
        programme=programme,
        organiser=polytechnics()[0],
        code=WHOLE,
        terms={
            "starts_on": starts,
            "ends_on": starts + datetime.timedelta(days=200),
            "seats": 40,
            "languages": ["fi"],
        },
    )

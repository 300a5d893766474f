"""Course runs, and whom the invited courses let in."""

import datetime

from django.utils import timezone

from accounts.models import Organisation
from courses.catalogue.copying import make_programme_run
from courses.models import Course, CourseRun, Invitation, Programme, ProgrammeRun

# (code, course, polytechnic's number, begins in … days, lasts days, seats)
SCHEDULED = (
    ("TKK1-2026K", "TKK1", 0, -290, 100, 30),
    ("TKK2-2026K", "TKK2", 0, -180, 100, 30),
    ("TKK1-2026S", "TKK1", 0, -60, 110, 25),
    ("TKK1-2026S-B", "TKK1", 1, -75, 110, 40),
    ("TKK1-2027K", "TKK1", 0, 50, 100, 30),
    ("TKK2-2027K", "TKK2", 0, 160, 100, 30),
    ("TKK1-2027K-B", "TKK1", 1, 60, 100, 20),
)
STANDING = (("TT-JATKUVA", "TT-2026"), ("KK-JATKUVA", "KK-2026"))
TRAINERS_KEY = "KOULUTTAJA-2026"
# A run of the whole programme that is over.
WHOLE_PAST = "TKK-2026"


def polytechnics() -> list[Organisation]:
    """Return the two polytechnics; the demo's study staff works for the first."""
    return list(Organisation.objects.filter(kind="polytechnic").order_by("key"))


def load_runs() -> None:
    """Make runs and invitations where they are missing."""
    organisers = polytechnics()
    for code, course, number, begins, lasts, seats in SCHEDULED:
        starts = timezone.localdate() + datetime.timedelta(days=begins)
        CourseRun.objects.get_or_create(
            code=code,
            defaults={
                "course": Course.objects.get(code=course),
                "organiser": organisers[number],
                "enrolment_opens_on": starts - datetime.timedelta(days=90),
                "enrolment_closes_on": starts + datetime.timedelta(days=7),
                "starts_on": starts,
                "ends_on": starts + datetime.timedelta(days=lasts),
                "seats": seats,
                "languages": ["fi"],
            },
        )
    for code, course in STANDING:
        CourseRun.objects.get_or_create(
            code=code,
            defaults={
                "course": Course.objects.get(code=course),
                "organiser": organisers[0],
                "standing": True,
                "languages": ["fi", "sv"],
            },
        )
    _load_whole_past(organisers[0])
    _load_invitations()


def _load_whole_past(organiser: Organisation) -> None:
    if ProgrammeRun.objects.filter(code=WHOLE_PAST).exists():
        return
    starts = timezone.localdate() - datetime.timedelta(days=300)
    make_programme_run(
        programme=Programme.objects.get(code="TKK"),
        organiser=organiser,
        code=WHOLE_PAST,
        terms={
            "enrolment_opens_on": starts - datetime.timedelta(days=90),
            "enrolment_closes_on": starts + datetime.timedelta(days=7),
            "starts_on": starts,
            "ends_on": starts + datetime.timedelta(days=250),
            "seats": 12,
            "languages": ["fi"],
        },
    )


def _load_invitations() -> None:
    projects = Organisation.objects.filter(kind="project")
    for code in ("TT-2026", "KK-2026"):
        course = Course.objects.get(code=code)
        for project in projects:
            Invitation.objects.get_or_create(course=course, organisation=project)
    Invitation.objects.get_or_create(course=Course.objects.get(code="KK-2026"), key=TRAINERS_KEY)

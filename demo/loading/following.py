"""The run that is on now as its staff follow it: people at different places, a message, a note."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.following.messages import send
from courses.following.notes import write_note
from courses.following.participants import Participant, enrolments_of, participants
from courses.following.standstill import Standstill
from courses.models import CourseRun, CourseStep, MessageTemplate, ReminderRule, StepDate
from courses.progress.completing import complete_step, open_step
from demo.accounts import account
from demo.loading.past import days_ago, on
from home import outbox

RUN = "TKK1-2026S"
RULES = (("before_deadline", 3), ("before_end", 14), ("before_webinar", 1), ("after_silence", 21))
# In so many days: one lesson should have been read, another soon.
DUE = (-10, 2)
SUBJECT = "{name}, miten opinnot etenevät?"
BODY = (
    "Hei {name},\n\n"
    "et ole käynyt opintojaksolla {course} vähään aikaan. Pääset jatkamaan tästä:\n{link}\n\n"
    "Jos jokin estää sinua etenemästä, kerro minulle. Etsitään yhdessä sopiva tahti.\n\n"
    "Satu Opintotoimisto"
)


def load_following() -> None:
    """Make it where the run has no reminders yet."""
    run = CourseRun.objects.select_related("organiser").get(code=RUN)
    if run.reminder_rules.exists():
        return
    _load(run)
    # The clock would mail the message in twenty seconds.
    outbox.run_due(timezone.now())


@transaction.atomic
def _load(run: CourseRun) -> None:
    lessons = CourseStep.objects.current().filter(
        course=run.course_id, kind=CourseStep.Kind.LESSON, required=False
    )
    for lesson, days in zip(lessons[1::2], DUE, strict=False):
        due = timezone.localdate() + datetime.timedelta(days=days)
        StepDate.objects.get_or_create(run=run, step=lesson, defaults={"due_on": due})
    staff = User.objects.get(email=account("staff").email)
    for kind, days in RULES:
        ReminderRule.objects.create(run=run, kind=kind, days=days)
    MessageTemplate.objects.get_or_create(
        organisation=run.organiser,
        name="Kysymys niille, joita ei ole näkynyt",
        defaults={"subject": SUBJECT, "body": BODY},
    )
    for number, one in enumerate(_active(run)):
        _come_back(one, number)
    silent = [one.enrolment for one in _active(run) if one.standstill == Standstill.SILENT]
    with on(days_ago(1, 10)):
        send(run=run, sender=staff, subject=SUBJECT, body=BODY, enrolments=silent)
    if silent:
        with on(days_ago(1, 11)):
            write_note(
                enrolment=silent[0],
                author=staff,
                text="Soitettu. Jatkaa tammikuussa, kun sijaisuus päättyy.",
            )


def _active(run: CourseRun) -> list[Participant]:
    return participants(enrolments_of([run.pk]).active().order_by("pk"))


def _come_back(one: Participant, number: int) -> None:
    """Of three people one goes on, one looks without getting on, and one is not seen."""
    ahead = [step for step in one.study.steps if step.pk not in one.study.done]
    if not ahead or number % 3 == 2:
        return
    step, days = ahead[0], 2 + number % 4
    with on(days_ago(days, 9 + number % 8)):
        open_step(one.enrolment, step.pk)
        if number % 3 == 0 and step.kind == CourseStep.Kind.LESSON:
            complete_step(one.enrolment, step)

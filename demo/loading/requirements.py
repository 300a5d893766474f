"""What two courses of the demo ask for, the days of a run, and what study staff recorded."""

import datetime
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from courses.catalogue.requirements import StepRule
from courses.models import Completion, Course, CourseRun, CourseStep, Enrolment, StepDate
from courses.progress.completing import complete_by_person, correct, recognise_step
from courses.progress.judging import rules_of
from courses.progress.proposal import Asked, Proposal, ProposedChoice, proposal_of, save_rules
from demo.accounts import account

CHOICE = {"fi": "Syventävät oppitunnit", "sv": "Fördjupande lektioner"}


def load_requirements() -> None:
    """Set rules and days once everybody has studied; nothing where rules are there already."""
    if StepRule.objects.exists():
        return
    editor = User.objects.get(email=account("editor").email)
    staff = User.objects.get(email=account("staff").email)
    _rules("TKK2", editor)
    _days(CourseRun.objects.get(code="TKK1-2026S"))
    _recorded(staff)


def _rules(code: str, editor: User) -> None:
    """Two of the first four lessons, then the quiz with 60 % at least."""
    course = Course.objects.get(code=code)
    found = rules_of([course])[course.pk]
    lessons = [step for step in found.steps if step.kind == CourseStep.Kind.LESSON]
    [exam] = [step for step in found.steps if step.required]
    now = proposal_of(course, found)
    asked = Asked(minimum=Decimal(60), after=lessons[-1].pk)
    proposal: Proposal = replace(
        now,
        steps={**now.steps, exam.pk: asked},
        choices=(ProposedChoice(None, CHOICE, 2, tuple(step.pk for step in lessons[:4])),),
    )
    save_rules(course=course, proposal=proposal, by=editor)


def _days(run: CourseRun) -> None:
    """The required quiz opens three weeks before the end, and is due on the last day."""
    exam = CourseStep.objects.current().get(course=run.course_id, required=True)
    opens = timezone.localdate() + datetime.timedelta(days=20)
    StepDate.objects.update_or_create(
        run=run, step=exam, defaults={"opens_on": opens, "due_on": run.ends_on}
    )


def _recorded(staff: User) -> None:
    """Prior learning recognised, a step recognised, and a name corrected."""
    going = list(Enrolment.objects.active().filter(run__code="TKK1-2026S").order_by("pk")[:2])
    if len(going) == 2:
        assessor = staff.official_name or staff.display_name
        complete_by_person(
            going[0],
            by=staff,
            origin=Completion.Origin.RECOGNITION,
            assessor=assessor,
            reason="Vastaava opintojakso suoritettu ylemmässä ammattikorkeakoulututkinnossa.",
        )
        lesson = CourseStep.objects.current().filter(course=going[1].run.course_id).first()
        if lesson is not None:
            recognise_step(
                going[1], lesson, by=staff, reason="Osoitti osaamisensa aloituskeskustelussa."
            )
    old = Completion.objects.valid().filter(run__code="TKK1-2026K").order_by("pk").first()
    if old is not None:
        correct(
            old,
            by=staff,
            reason="Sukunimi oli kirjoitettu vajaana: kaksoisnimi.",
            surname=f"{old.surname}-Virtanen",
        )

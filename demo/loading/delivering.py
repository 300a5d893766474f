"""The study office's past: a profile of its list, and a delivery that is in the register."""

from accounts.models import User
from courses.models import CourseRun, Delivery, ListProfile
from courses.registrar.delivering import DeliveryRefusedError, deliver
from courses.registrar.entering import mark_entered
from courses.registrar.layouts import layout_of
from courses.registrar.listing import Choice
from demo.accounts import account
from demo.loading.past import days_ago, on

RUN = "TKK1-2026K"
DAYS_AGO = 60
COLUMNS = {
    "surname": "",
    "given_names": "",
    "birth_date": "",
    "learner_id": "",
    "course_code": "Opintojakson koodi",
    "name_fi": "Opintojakso",
    "credits": "Laajuus",
    "grade": "",
    "completed_on": "Suoritettu",
    "language": "",
    "registrar_class": "Luokittelu",
    "state": "",
}


def load_deliveries() -> None:
    """Make the profile and the delivery, once."""
    run = CourseRun.objects.select_related("organiser").get(code=RUN)
    profile, _created = ListProfile.objects.get_or_create(
        organisation=run.organiser,
        name="Opintorekisterin tuonti",
        defaults={
            "columns": [{"key": key, "label": label} for key, label in COLUMNS.items()],
            "date_format": ListProfile.DateFormat.FINNISH,
        },
    )
    if Delivery.objects.filter(organisation=run.organiser).exists():
        return
    staff = User.objects.get(email=account("staff").email)
    made_at = days_ago(DAYS_AGO, hour=14)
    choice = Choice(organiser=run.organiser, runs=(run,), end=made_at.date())
    with on(made_at):
        try:
            made = deliver(
                organisation=run.organiser, choice=choice, layout=layout_of(profile), by=staff
            )
        except DeliveryRefusedError:
            # Nobody had completed the run by then.
            return
    with on(days_ago(DAYS_AGO - 1)):
        mark_entered(delivery=made, rows=None, by=staff)

"""Addresses of a learner's studies."""

from django.urls import include, path

from courses.enrolling import consent_views, invitation_views, programme_views, waiting_views
from courses.enrolling import views as enrolling
from courses.following import message_views, reminder_views
from courses.pages import save_views
from courses.planning import views as planning
from courses.progress import views as progress

app_name = "courses"

urlpatterns = [
    path("", progress.my_studies, name="my_studies"),
    path("ilmoittaudu/<int:run_id>/", enrolling.enrol_on_run, name="enrol"),
    path("ilmoittaudu/<int:run_id>/jonoon/", waiting_views.join, name="join_waiting_list"),
    path(
        "kokonaisuus/<int:programme_run_id>/",
        programme_views.enrol_programme,
        name="enrol_programme",
    ),
    path(
        "kokonaisuus/<int:programme_enrolment_id>/peruuta/",
        programme_views.withdraw_programme,
        name="withdraw_programme",
    ),
    path("jono/<int:place_id>/", waiting_views.waiting_place, name="waiting_place"),
    path("jono/<int:place_id>/luovu/", waiting_views.leave, name="leave_waiting_list"),
    path("kutsu/<str:token>/", invitation_views.invitation, name="invitation"),
    path("<int:enrolment_id>/suostumus/", consent_views.consent, name="consent"),
    path("<int:enrolment_id>/viestit/", message_views.messages, name="messages"),
    path("<int:enrolment_id>/muistutukset/", reminder_views.reminders, name="reminders"),
    path("muistutukset/<str:token>/", reminder_views.reminders_off, name="reminders_off"),
    path("<int:enrolment_id>/jatka/", progress.continue_studies, name="continue"),
    path("<int:enrolment_id>/askel/<uuid:key>/", progress.complete_lesson, name="complete_step"),
    path("<int:enrolment_id>/suunnitelma/", planning.plan, name="plan"),
    path("suunnitelma/<uuid:secret>.ics", planning.plan_calendar, name="plan_calendar"),
    path("tallenna/<int:page_id>/", save_views.save_room, name="save_room"),
    path("<int:enrolment_id>/valmis/", progress.completed, name="completed"),
    path("<int:enrolment_id>/peruuta/", enrolling.withdraw_from, name="withdraw"),
    path("", include("courses.activities.urls")),
    path("", include("courses.lessons.urls")),
]

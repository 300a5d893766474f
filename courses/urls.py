"""Addresses of a learner's studies."""

from django.urls import path

from courses.enrolling import views as enrolling
from courses.progress import views as progress

app_name = "courses"

urlpatterns = [
    path("", progress.my_studies, name="my_studies"),
    path("ilmoittaudu/<int:run_id>/", enrolling.enrol_on_run, name="enrol"),
    path("<int:enrolment_id>/jatka/", progress.continue_studies, name="continue"),
    path("<int:enrolment_id>/askel/<uuid:key>/", progress.complete_lesson, name="complete_step"),
    path("<int:enrolment_id>/valmis/", progress.completed, name="completed"),
    path("<int:enrolment_id>/peruuta/", enrolling.withdraw_from, name="withdraw"),
]

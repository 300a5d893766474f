"""Addresses of one enrolment in a run's rooms; a part of `courses.run_urls`."""

from django.urls import path

from courses.progress import rooms

ONE = "opiskelija/<int:enrolment_id>/"

urlpatterns = [
    path(ONE, rooms.EnrolmentRoom.as_view(), name="enrolment"),
    path(f"{ONE}suoritus/", rooms.RecordRoom.as_view(), name="record"),
    path(f"{ONE}askel/<int:step_id>/", rooms.StepRoom.as_view(), name="decide_step"),
    path(f"{ONE}suoritus/<int:completion_id>/mitatoi/", rooms.AnnulRoom.as_view(), name="annul"),
    path(f"{ONE}suoritus/<int:completion_id>/korjaa/", rooms.CorrectRoom.as_view(), name="correct"),
]

"""Addresses of a run's rooms for assessing and webinars; a part of `courses.run_urls`."""

from django.urls import path

from courses.activities import assessing_rooms as assessing
from courses.activities import webinar_rooms as webinars

SESSION = "webinaarit/<int:session_id>/"
PILE = "palautukset/<int:step_id>/<slug:part>/"

urlpatterns = [
    path("palautukset/", assessing.SubmissionsRoom.as_view(), name="submissions"),
    path("palautukset/seuraava/", assessing.NextRoom.as_view(), name="next_submission"),
    path(PILE, assessing.PileRoom.as_view(), name="submission_pile"),
    path("palautus/<int:submission_id>/", assessing.SubmissionRoom.as_view(), name="submission"),
    path("webinaarit/", webinars.WebinarsRoom.as_view(), name="webinars"),
    path("webinaarit/uusi/", webinars.SessionRoom.as_view(), name="add_session"),
    path(SESSION, webinars.SessionRoom.as_view(), name="session"),
    path(f"{SESSION}lasnaolo/", webinars.AttendanceRoom.as_view(), name="attendance"),
    path(f"{SESSION}koodi/", webinars.CodeRoom.as_view(), name="attendance_code"),
]

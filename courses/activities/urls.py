"""Addresses of a learner's deeds on activities; a part of `courses.urls`."""

from django.urls import path

from courses.activities import rating_views as rating
from courses.activities import webinar_views as webinars
from courses.activities import writing_views as writing

PLACE = "<int:enrolment_id>/tehtava/<uuid:key>/<slug:part>/"

urlpatterns = [
    path(PLACE, writing.write, name="write"),
    path(f"{PLACE}palauta/", writing.hand_in_work, name="hand_in"),
    path("<int:enrolment_id>/webinaari/<uuid:key>/", webinars.attend, name="attend"),
    path(
        "<int:enrolment_id>/webinaarit/<uuid:uid>.ics",
        webinars.session_calendar,
        name="session_calendar",
    ),
    path("<int:enrolment_id>/webinaarit.ics", webinars.run_calendar, name="run_calendar"),
    path("<int:enrolment_id>/itsearviointi/<uuid:key>/", rating.rate_oneself, name="rate"),
    path("<int:enrolment_id>/osaaminen/", rating.growth, name="growth"),
    path("tiedosto/<uuid:file_id>/", writing.download, name="submission_file"),
]

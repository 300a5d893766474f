"""Addresses of a learner's deeds on activities; a part of `courses.urls`."""

from django.urls import path

from courses.activities import writing_views as writing

PLACE = "<int:enrolment_id>/tehtava/<uuid:key>/<slug:part>/"

urlpatterns = [
    path(PLACE, writing.write, name="write"),
    path(f"{PLACE}palauta/", writing.hand_in_work, name="hand_in"),
    path("tiedosto/<uuid:file_id>/", writing.download, name="submission_file"),
]

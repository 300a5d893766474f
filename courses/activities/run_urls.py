"""Addresses of a run's rooms for assessing and webinars; a part of `courses.run_urls`."""

from django.urls import path

from courses.activities import assessing_rooms as assessing

PILE = "palautukset/<int:step_id>/<slug:part>/"

urlpatterns = [
    path("palautukset/", assessing.SubmissionsRoom.as_view(), name="submissions"),
    path("palautukset/seuraava/", assessing.NextRoom.as_view(), name="next_submission"),
    path(PILE, assessing.PileRoom.as_view(), name="submission_pile"),
    path("palautus/<int:submission_id>/", assessing.SubmissionRoom.as_view(), name="submission"),
]

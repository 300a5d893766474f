"""Addresses of the administration for graders and for those who mend questions."""

from django.urls import path

from quizzes.assessing import flaw_views, grading_views

QUESTION = "<int:quiz_id>/<uuid:question_key>/"

grading = (
    [
        path("", grading_views.QueueView.as_view(), name="queue"),
        path("vastaus/<int:response_id>/", grading_views.AnswerView.as_view(), name="answer"),
        path(QUESTION, grading_views.PileView.as_view(), name="pile"),
        path(f"{QUESTION}seuraava/", grading_views.grade_next, name="next"),
    ],
    "grading",
)

flaws = (
    [
        path("", flaw_views.FlawListView.as_view(), name="list"),
        path("uusi/<uuid:question_key>/", flaw_views.FlagView.as_view(), name="flag"),
        path("<int:pk>/", flaw_views.FlawView.as_view(), name="flaw"),
        path("<int:pk>/kokeilu/", flaw_views.RehearsalView.as_view(), name="rehearsal"),
    ],
    "flaws",
)

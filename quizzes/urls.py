"""Addresses of quizzes."""

from django.urls import path

from quizzes.assessing import file_views
from quizzes.attempts import trial_views, views

app_name = "quizzes"

urlpatterns = [
    path("tiedosto/<uuid:file_id>/", file_views.download, name="answer_file"),
    path("<uuid:key>/aloita/", views.start, name="start"),
    path("kokeile/<int:quiz_id>/", trial_views.trial, name="trial"),
    path("yritys/<int:attempt_id>/", views.summary, name="summary"),
    path("yritys/<int:attempt_id>/<int:position>/", views.question, name="question"),
    path(
        "yritys/<int:attempt_id>/<int:position>/valinta/<int:proposal_id>/",
        views.settle,
        name="settle",
    ),
    path("yritys/<int:attempt_id>/tila/", views.standing, name="standing"),
    path("yritys/<int:attempt_id>/palauta/", views.submit, name="submit"),
    path("yritys/<int:attempt_id>/tulos/", views.result, name="result"),
    path("yritys/<int:attempt_id>/vastaukset/", views.review, name="review"),
]

"""Addresses of quizzes."""

app_name = "quizzes"

urlpatterns: list = []

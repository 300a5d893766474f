"""Addresses of what learners do in the blocks of lessons; a part of `courses.urls`."""

from django.urls import path

from courses.lessons import views

BLOCK = "<int:enrolment_id>/askel/<uuid:key>/<uuid:block_id>/"

urlpatterns = [
    path(f"{BLOCK}arvio/", views.save_checklist, name="save_checklist"),
]

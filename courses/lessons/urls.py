"""Addresses of what learners do in the blocks of lessons; a part of `courses.urls`."""

from django.urls import path, re_path

from courses.lessons import marking_views, notes_views, views

STEP = "<int:enrolment_id>/askel/<uuid:key>/"
BLOCK = f"{STEP}<uuid:block_id>/"

urlpatterns = [
    path(BLOCK, views.block, name="block"),
    path(f"{BLOCK}arvio/", views.save_checklist, name="save_checklist"),
    path(f"{BLOCK}muistiinpano/", views.save_reflection, name="save_reflection"),
    path(f"{BLOCK}tulos/", views.save_result, name="save_result"),
    path(f"{BLOCK}katsottu/", views.save_watched, name="save_watched"),
    path(f"{STEP}merkinnat/", marking_views.save_marking, name="save_marking"),
    path(f"{STEP}kohta/", marking_views.save_place, name="save_place"),
    path("muistiinpanot/", notes_views.notes, name="notes"),
    re_path(r"^muistiinpanot\.(?P<ending>txt|csv)$", notes_views.notes_file, name="notes_file"),
    path(
        "muistiinpanot/merkinta/<int:marking_id>/poista/",
        notes_views.erase_margin,
        name="erase_marking",
    ),
    path("muistiinpanot/<int:note_id>/poista/", notes_views.erase, name="erase_note"),
]

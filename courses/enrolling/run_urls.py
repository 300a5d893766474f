"""Addresses of a run's rooms for enrolling; a part of its namespace."""

from django.urls import path

from courses.catalogue import run_deeds
from courses.enrolling import room, roster_room, waiting_room

urlpatterns = [
    path("kopioi/", run_deeds.CopyRoom.as_view(), name="copy"),
    path("arkistoi/", run_deeds.ArchiveRoom.as_view(), name="archive"),
    path("ilmoittautumiset/", room.EnrolmentsRoom.as_view(), name="enrolments"),
    path("ilmoittautumiset/uusi/", room.HandRoom.as_view(), name="enrol"),
    # `run:enrolment`, how one learner stands, is in `courses.progress.run_urls`; it links here.
    path(
        "ilmoittautumiset/<int:enrolment_id>/",
        room.EnrolmentRoom.as_view(),
        name="enrolment_change",
    ),
    path("jono/", waiting_room.WaitingRoom.as_view(), name="waiting"),
    path("kutsut/", waiting_room.InvitationsRoom.as_view(), name="invitations"),
    path("tiedosto/", roster_room.RosterRoom.as_view(), name="roster"),
    path(
        "tiedosto/<int:roster_id>/",
        roster_room.RosterPreviewRoom.as_view(),
        name="roster_preview",
    ),
]

"""Addresses of a run's rooms for following; a part of `courses.run_urls`."""

from django.urls import path

from courses.following import dates_room, notes_room, participants_room
from courses.following import message_rooms as letters

urlpatterns = [
    path("osallistujat/", participants_room.ParticipantsRoom.as_view(), name="participants"),
    path("osallistujat/askel/<int:step_id>/", participants_room.StepRoom.as_view(), name="step"),
    path("opiskelija/<int:enrolment_id>/muistiot/", notes_room.NotesRoom.as_view(), name="notes"),
    path("paivat/", dates_room.DatesRoom.as_view(), name="dates"),
    path("viestit/", letters.MessagesRoom.as_view(), name="messages"),
    path("viestit/uusi/", letters.NewMessageRoom.as_view(), name="new_message"),
    path("viestit/<int:message_id>/", letters.MessageRoom.as_view(), name="message"),
    path("viestit/pohjat/", letters.TemplatesRoom.as_view(), name="templates"),
    path("viestit/pohjat/<int:template_id>/", letters.TemplateRoom.as_view(), name="template"),
]

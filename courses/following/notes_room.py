"""The room of notes on one participant."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.run_rooms import RunRoom
from courses.enrolling.models import Enrolment
from courses.following.notes import NoteForm, write_note


class NotesRoom(RunRoom):
    """Notes on one participant, newest first, and a new one."""

    template_name = "courses/following/notes.html"
    page_title = gettext_lazy("Notes")
    tab = "run:participants"

    @cached_property
    def enrolment(self) -> Enrolment:
        """The enrolment of this address; another run's is not there."""
        found = Enrolment.objects.filter(run=self.run).select_related("learner")
        return get_object_or_404(found, pk=self.kwargs["enrolment_id"])

    def get_page_subtitle(self) -> str:
        """On whom."""
        return self.enrolment.seen.name

    def way(self) -> list[dict[str, Any]]:
        """By the participants, and the person's page."""
        run, one = self.run.pk, self.enrolment.pk
        return [
            *super().way(),
            {"url": reverse("run:participants", args=[run]), "label": _("Participants")},
            {"url": reverse("run:enrolment", args=[run, one]), "label": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the notes and the form."""
        return (
            {"form": NoteForm()}
            | super().get_context_data(**kwargs)
            | {
                "enrolment": self.enrolment,
                "notes": self.enrolment.notes.select_related("author"),
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Write a note down."""
        form = NoteForm(request.POST)
        if not form.is_valid():
            response = self.render_to_response(self.get_context_data(form=form))
            response.status_code = 400
            return response
        write_note(enrolment=self.enrolment, author=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("The note is kept."))
        return redirect("run:notes", self.run.pk, self.enrolment.pk)

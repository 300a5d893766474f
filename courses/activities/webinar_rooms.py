"""The rooms of a run's webinars: when they are held, who was there, and the code on the screen."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.activities.attending import (
    Marked,
    mark_from_list,
    mark_present,
    participants,
    present_at,
)
from courses.activities.session_form import CodeForm, ListForm, SessionForm
from courses.activities.sessions import (
    cancel_session,
    hide_code,
    is_taken,
    keep_session,
    restore_session,
    sessions_of,
    show_code,
)
from courses.activities.webinars import WebinarSession
from courses.catalogue.models import CourseStep
from courses.catalogue.run_rooms import RunRoom
from home.moments import span_in_words


class WebinarsRoom(RunRoom):
    """The webinars of a run."""

    template_name = "courses/activities/run/webinars.html"
    page_title = gettext_lazy("Webinars")
    tab = "run:webinars"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the sessions with how many were there, and the steps that have no time yet."""
        present = Count("attendances", filter=Q(attendances__revoked_at__isnull=True))
        sessions = list(sessions_of(self.run).annotate(present=present))
        held = {session.step_id for session in sessions if session.cancelled_at is None}
        webinars = CourseStep.objects.current().filter(
            course=self.run.course_id, kind=CourseStep.Kind.WEBINAR
        )
        return super().get_context_data(**kwargs) | {
            "rows": [
                {"session": session, "when": span_in_words(session.starts_at, session.ends_at)}
                for session in sessions
            ],
            "without": [step for step in webinars if step.pk not in held],
        }


class SessionRoom(RunRoom):
    """One webinar of the run, set or changed; without an id a new one."""

    template_name = "courses/activities/run/session.html"
    tab = "run:webinars"
    form: forms.Form | None = None

    @cached_property
    def session(self) -> WebinarSession | None:
        """The session; of another run it is not there."""
        if "session_id" not in self.kwargs:
            return None
        return get_object_or_404(sessions_of(self.run), pk=self.kwargs["session_id"])

    def get_page_title(self) -> str:
        """Name it."""
        return name_of(self.session) if self.session else _("New webinar")

    def way(self) -> list[dict[str, Any]]:
        """From the run's webinars."""
        url = reverse("run:webinars", args=[self.run.pk])
        return [*super().way(), {"url": url, "label": _("Webinars")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the session and the form."""
        return super().get_context_data(**kwargs) | {
            "session": self.session,
            "form": self.form or self._form(),
        }

    def _form(self, data: Any = None) -> SessionForm:
        initial = {"step": self.request.GET.get("step")} if self.session is None else None
        return SessionForm(data, instance=self.session, run=self.run, initial=initial)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, cancel or hold after all."""
        if self.session and "cancel" in request.POST:
            told = cancel_session(session_id=self.session.pk)
            done = _("The webinar is cancelled.")
        elif self.session and "restore" in request.POST:
            told = restore_session(session_id=self.session.pk)
            done = _("The webinar is held after all.")
        else:
            form = self._form(request.POST)
            if not form.is_valid():
                self.form = form
                return self.render_to_response(self.get_context_data(), status=400)
            told = keep_session(form.instance)
            done = _("The webinar was saved.")
        messages.success(request, f"{done} {told_in_words(told)}".strip())
        return redirect("run:webinars", self.run.pk)


def told_in_words(told: int) -> str:
    """Say how many get a mail of a change; nothing where nobody does."""
    words = ngettext(
        "%(count)s participant gets a mail with the calendar file.",
        "%(count)s participants get a mail with the calendar file.",
        told,
    )
    return words % {"count": told} if told else ""


def name_of(session: WebinarSession) -> str:
    """What a session is called: its title, else its step, else its time."""
    when = span_in_words(session.starts_at, session.ends_at)
    called = session.title or (session.step.title if session.step else "")
    return f"{called} {when}".strip()


class AttendanceRoom(SessionRoom):
    """Who was at a webinar: boxes for all participants, or a list of addresses."""

    template_name = "courses/activities/run/attendance.html"
    list_form: ListForm | None = None
    unknown: tuple[str, ...] = ()

    def get_page_title(self) -> str:
        """Say whose list it is."""
        return _("Attendance: %(webinar)s") % {"webinar": name_of(self.session)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the participants with their marks."""
        present = present_at(self.session)
        rows = [
            {
                "enrolment": enrolment,
                "mark": present.get(enrolment.pk),
                "is_own": enrolment.learner_id == self.request.user.pk,
            }
            for enrolment in participants(self.session)
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "present": sum(1 for row in rows if row["mark"]),
            "list_form": self.list_form or ListForm(),
            "unknown": self.unknown,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Mark by the boxes or by the list."""
        if "list" in request.POST:
            return self._by_list(request)
        done = mark_present(
            session=self.session,
            shown=_ids(request.POST.getlist("shown")),
            ticked=_ids(request.POST.getlist("present")),
            by=request.user,
        )
        messages.success(request, said_of(done))
        return redirect("run:attendance", self.run.pk, self.session.pk)

    def _by_list(self, request: HttpRequest) -> HttpResponse:
        """Those who are unknown come back in the field, so that none is lost."""
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            self.list_form = form
            return self.render_to_response(self.get_context_data(), status=400)
        done = mark_from_list(session=self.session, text=form.text, by=request.user)
        messages.success(request, said_of(done))
        if not done.unknown:
            return redirect("run:attendance", self.run.pk, self.session.pk)
        self.unknown = done.unknown
        self.list_form = ListForm(initial={"addresses": "\n".join(done.unknown)})
        return self.render_to_response(self.get_context_data())


def said_of(done: Marked) -> str:
    """Say what a press did."""
    words = [
        ngettext(
            "%(count)s was marked as present.", "%(count)s were marked as present.", done.marked
        )
        % {"count": done.marked}
    ]
    if done.already:
        words.append(
            ngettext(
                "%(count)s was marked already.", "%(count)s were marked already.", done.already
            )
            % {"count": done.already}
        )
    if done.taken_back:
        words.append(
            ngettext(
                "%(count)s mark was taken back.",
                "%(count)s marks were taken back.",
                done.taken_back,
            )
            % {"count": done.taken_back}
        )
    return " ".join(words)


def _ids(said: list[str]) -> list[int]:
    return [int(text) for text in said if text.isascii() and text.isdecimal() and len(text) < 18]


class CodeRoom(SessionRoom):
    """The code of a webinar, large enough to be read from a shared screen."""

    template_name = "courses/activities/run/code.html"

    def get_page_title(self) -> str:
        """Say whose code it is."""
        return _("Code: %(webinar)s") % {"webinar": name_of(self.session)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the code while it is taken."""
        return super().get_context_data(**kwargs) | {
            "code_form": CodeForm(),
            "is_taken": is_taken(self.session, timezone.now()),
            "present": len(present_at(self.session)),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the code for so many minutes, or take it no longer."""
        if "hide" in request.POST:
            hide_code(session_id=self.session.pk)
        else:
            form = CodeForm(request.POST)
            minutes = form.cleaned_data["minutes"] if form.is_valid() else 30
            if self.session.cancelled_at is None:
                show_code(session_id=self.session.pk, minutes=minutes)
        return redirect("run:attendance_code", self.run.pk, self.session.pk)

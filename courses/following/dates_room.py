"""The room of a run's days: when its steps open and are due, and its automatic reminders."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.catalogue.run_rooms import RunRoom
from courses.following.dates import DatesForm, ReminderForm, reminder_in_words
from courses.following.models import ReminderSent


class DatesRoom(RunRoom):
    """Study staff set days and reminders; teachers read them."""

    template_name = "courses/following/dates.html"
    page_title = gettext_lazy("Dates and reminders")
    tab = "run:dates"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give both forms, the reminders and what they last sent."""
        forms: dict[str, Any] = {
            "dates": DatesForm(run=self.run),
            "reminder": ReminderForm(run=self.run),
        } | kwargs
        if not self.is_keeper:
            for field in forms["dates"].fields.values():
                field.disabled = True
        sent = ReminderSent.objects.filter(rule__run=self.run)
        return super().get_context_data(**forms) | {
            "reminders": [
                (rule, reminder_in_words(rule)) for rule in self.run.reminder_rules.all()
            ],
            "sent": sent.count(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save the days, choose a reminder, or take one away."""
        if not self.is_keeper:
            return self.answer(403)
        deed = request.POST.get("deed")
        if deed == "remove":
            return self.remove()
        if deed == "add":
            return self.add()
        form = DatesForm(request.POST, run=self.run)
        if not form.is_valid():
            return self.answer(400, dates=form)
        count = form.save()
        words = ngettext(
            "The days of %(count)s step were changed.",
            "The days of %(count)s steps were changed.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("run:dates", self.run.pk)

    def add(self) -> HttpResponseBase:
        """Choose a reminder."""
        form = ReminderForm(self.request.POST, run=self.run)
        if not form.is_valid():
            return self.answer(400, reminder=form)
        words = reminder_in_words(form.save())
        messages.success(self.request, _("Reminder chosen: %(words)s.") % {"words": words})
        return redirect("run:dates", self.run.pk)

    def remove(self) -> HttpResponseBase:
        """Take a reminder away; one that is gone already is none of the run's."""
        asked = self.request.POST.get("rule", "")
        pk = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
        if self.run.reminder_rules.filter(pk=pk).delete()[0]:
            messages.success(self.request, _("The reminder is no longer sent."))
        return redirect("run:dates", self.run.pk)

    def answer(self, status: int, **forms: Any) -> HttpResponseBase:
        """Show the page again with what is wrong."""
        response = self.render_to_response(self.get_context_data(**forms))
        response.status_code = status
        return response

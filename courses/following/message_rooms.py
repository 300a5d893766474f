"""The rooms of a run's messages: what was sent, a new one, and the organisation's templates."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from courses.catalogue.run_rooms import RunRoom
from courses.enrolling.letters import language_of
from courses.enrolling.seen import seen_columns
from courses.following.message_form import MessageForm, TemplateForm
from courses.following.messages import send, written_for
from courses.following.models import Message, MessageTemplate
from courses.following.participants import Participant, enrolments_of, participants

PER_PAGE = 50
# What a wrong form is answered with, so that a script notices.
WRONG = 400


class MessagesTab(RunRoom):
    """What the rooms of messages share."""

    tab = "run:messages"
    is_first = False

    def way(self) -> list[dict[str, Any]]:
        """By the list of messages."""
        address = reverse("run:messages", args=[self.run.pk])
        here = [] if self.is_first else [{"url": address, "label": _("Messages")}]
        return [*super().way(), *here]

    def templates_of(self) -> Any:
        """The templates of the organiser of this run."""
        return MessageTemplate.objects.filter(organisation=self.run.organiser_id)

    def answer(self, **context: Any) -> HttpResponseBase:
        """Show the page again with what is wrong."""
        response = self.render_to_response(self.get_context_data(**context))
        response.status_code = WRONG
        return response


class MessagesRoom(MessagesTab):
    """What was sent to the run's people, newest first."""

    template_name = "courses/following/messages.html"
    page_title = gettext_lazy("Messages")
    is_first = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give a page of messages, each with how many got it."""
        sent = (
            Message.objects.filter(run=self.run)
            .select_related("sender")
            .annotate(
                to=Count("copies"),
                mailed=Count("copies", filter=Q(copies__mailed_at__isnull=False)),
            )
        )
        in_order = sent.order_by("-sent_at", "-pk")
        page = Paginator(in_order, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"page": page, "query": ""}


class MessageRoom(MessagesTab):
    """One message as it was written, and who got it."""

    template_name = "courses/following/message.html"

    @cached_property
    def message(self) -> Message:
        """The message of this address; another run's is not there."""
        found = Message.objects.filter(run=self.run).select_related("sender")
        return get_object_or_404(found, pk=self.kwargs["message_id"])

    def get_page_title(self) -> str:
        """Its subject."""
        return self.message.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the message and a page of its copies."""
        copies = self.message.copies.annotate(**seen_columns("enrolment"))
        by_name = copies.order_by("seen_surname", "seen_given_names", "pk")
        pages = Paginator(by_name.select_related("enrolment__learner"), PER_PAGE)
        return super().get_context_data(**kwargs) | {
            "message": self.message,
            "page": pages.get_page(self.request.GET.get("p")),
            "query": "",
        }


class NewMessageRoom(MessagesTab):
    """Write to some of the run's people: see it as they will, then send it."""

    template_name = "courses/following/new_message.html"
    page_title = gettext_lazy("New message")

    @cached_property
    def everybody(self) -> list[Participant]:
        """All enrolments of the run; the days of silence are those of the list it came from."""
        listed = self.form.listed
        of_run = enrolments_of([self.run.pk])
        return participants(of_run, days=listed.days) if listed else participants(of_run)

    @cached_property
    def form(self) -> MessageForm:
        """The form with what was typed, or with what the list sent along."""
        posted = self.request.method == "POST"
        data = self.request.POST if posted else None
        asked = self.request.POST if posted else self.request.GET
        return MessageForm(data, run=self.run, user=self.request.user, asked=asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form, the templates, and the preview where it was asked for."""
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or self.form,
            "templates": self.templates_of(),
            "list_form": self.form,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send, show as it will be read, keep as a template, or begin from a template."""
        deed = request.POST.get("deed", "")
        if deed == "use":
            return self.begin_from_template()
        if not self.form.is_valid():
            return self.answer()
        if deed == "keep":
            return self.keep_as_template()
        receivers = self.form.receivers(self.everybody)
        if not receivers:
            self.form.add_error("who", _("Nobody is like this now, so nothing was sent."))
            return self.answer()
        if deed == "send":
            return self.send_to(receivers)
        said = self.form.cleaned_data
        first = receivers[0].enrolment
        # What an account reads in is the account's to tell.
        language = language_of(self.run) if first.waits_for_answer else first.learner.language
        with override(language):
            written = written_for(said["subject"], said["body"], self.run, first)
        return self.render_to_response(
            self.get_context_data(receivers=receivers, preview=written, first=first)
        )

    def begin_from_template(self) -> HttpResponseBase:
        """Fill the form in with a template; to whom it goes stays as it was."""
        asked = self.request.POST.get("template", "")
        found = self.templates_of().filter(pk=asked if asked.isdecimal() else None).first()
        if found is None:
            messages.warning(self.request, _("Choose a template first."))
            return self.answer()
        data = self.request.POST.copy()
        data.update({})
        data["subject"], data["body"] = found.subject, found.body
        filled_in = MessageForm(data, run=self.run, user=self.request.user, asked=data)
        return self.render_to_response(self.get_context_data(form=filled_in))

    def keep_as_template(self) -> HttpResponseBase:
        """Keep what was typed for other runs of the organisation."""
        template = MessageTemplate(organisation=self.run.organiser)
        data = self.request.POST.copy()
        data["name"] = data.get("template_name", "").strip() or data.get("subject", "")[:100]
        keeping = TemplateForm(data, template=template)
        if not keeping.is_valid():
            said = " ".join(str(error) for errors in keeping.errors.values() for error in errors)
            messages.error(self.request, said)
            return self.answer()
        keeping.save()
        messages.success(
            self.request, _("The template “%(name)s” is kept.") % {"name": template.name}
        )
        return self.render_to_response(self.get_context_data())

    def send_to(self, receivers: list[Participant]) -> HttpResponseBase:
        """Send it; the second click of a double one leads to the same message."""
        said = self.form.cleaned_data
        message = send(
            run=self.run,
            sender=self.request.user,
            subject=said["subject"],
            body=said["body"],
            enrolments=[one.enrolment for one in receivers],
            reply_to=self.form.reply_to,
            form_key=said["form_key"] or uuid.uuid4(),
        )
        count = message.copies.count()
        words = ngettext(
            "The message goes to %(count)s person.", "The message goes to %(count)s people.", count
        )
        messages.success(self.request, words % {"count": count})
        return redirect("run:message", self.run.pk, message.pk)


class TemplatesRoom(MessagesTab):
    """The organisation's templates."""

    template_name = "courses/following/templates.html"
    page_title = gettext_lazy("Message templates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the templates."""
        return super().get_context_data(**kwargs) | {"templates": self.templates_of()}


class TemplateRoom(MessagesTab):
    """One template: its words, and deleting it."""

    template_name = "courses/following/template.html"

    @cached_property
    def kept(self) -> MessageTemplate:
        """The template of this address; another organisation's is not there."""
        return get_object_or_404(self.templates_of(), pk=self.kwargs["template_id"])

    def get_page_title(self) -> str:
        """Its name."""
        return self.kept.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form."""
        return {"form": TemplateForm(template=self.kept)} | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Change it, or delete it."""
        name = self.kept.name
        if request.POST.get("deed") == "delete":
            self.kept.delete()
            messages.success(request, _("The template “%(name)s” is deleted.") % {"name": name})
            return redirect("run:templates", self.run.pk)
        form = TemplateForm(request.POST, template=self.kept)
        if not form.is_valid():
            return self.answer(form=form)
        form.save()
        messages.success(request, _("The template “%(name)s” is kept.") % {"name": self.kept.name})
        return redirect("run:templates", self.run.pk)

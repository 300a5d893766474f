"""The form that readers write to the keepers with, and the receipt."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import Limit, minutes, network_of
from home.feedback.models import LONGEST_WORDS, Feedback
from home.feedback.sending import send_feedback
from home.ways_back import way_back
from home.words import SOURCE_LANGUAGE, seen

# Of one network, which a whole school may share.
MESSAGES = Limit("feedback", times=20, seconds=3600)
SENT = "feedback_sent"
# Parts of addresses that open something to whoever has them.
_SECRETS = {"token", "secret", "uidb36"}


class FeedbackForm(forms.Form):
    """What readers write. The field `website` is for machines: people never see it."""

    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=Feedback.Kind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What did you try, and what happened? Write nothing of your clients."),
    )
    page = forms.CharField(
        label=_("Page"),
        max_length=500,
        required=False,
        help_text=_("Its address or name, if it is about one page."),
    )
    email = forms.EmailField(
        label=_("E-mail address for the answer"),
        required=False,
        help_text=_("Leave it empty if you need no answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_words(self) -> str:
        """Refuse a message that holds no visible sign."""
        words = seen(self.cleaned_data["words"])
        if not words:
            raise forms.ValidationError(_("Write your message."))
        return words

    def clean_page(self) -> str:
        """Keep the visible signs."""
        return seen(self.cleaned_data["page"])


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Take a message; what was typed is kept when something is wrong with it."""
    if request.method != "POST":
        form = FeedbackForm(initial=_initial(request))
        return render(request, "home/feedback/form.html", {"form": form})
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return render(request, "home/feedback/form.html", {"form": form}, status=400)
    network = network_of(request)
    if wait := MESSAGES.wait(network):
        return _too_many(request, form, wait)
    MESSAGES.count(network)
    fields = dict(form.cleaned_data)
    if fields.pop("website"):
        # A machine that fills in everything; it is told what it would be told anyway.
        return redirect("feedback:sent")
    row = send_feedback(**fields, language=get_language() or SOURCE_LANGUAGE)
    request.session[SENT] = row.reference
    return redirect("feedback:sent")


def _too_many(request: HttpRequest, form: FeedbackForm, wait: int) -> HttpResponse:
    """Say how long to wait; a long message is not lost over what others of the network sent."""
    count = minutes(wait)
    words = ngettext(
        "Many messages have come from your network, and yours is not sent yet. "
        "Send it again in %(minutes)d minute.",
        "Many messages have come from your network, and yours is not sent yet. "
        "Send it again in %(minutes)d minutes.",
        count,
    )
    form.add_error(None, words % {"minutes": count})
    response = render(request, "home/feedback/form.html", {"form": form}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def _initial(request: HttpRequest) -> dict[str, Any]:
    """Return what is known already: the page that the reader came from, their address."""
    came = request.GET.get("sivu", "") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()})
    page = urlsplit(came).path if ours else ""
    is_told = page != reverse("feedback:form") and not _opens_something(page)
    initial = {"page": page if is_told else ""}
    if request.user.is_authenticated:
        initial["email"] = request.user.email
    return initial


def _opens_something(page: str) -> bool:
    """Whether an address is itself a key, such as an invitation's: it is the reader's to tell."""
    try:
        return not _SECRETS.isdisjoint(resolve(page).kwargs)
    except Resolver404:
        return False


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Tell that the message is kept, by when it is answered, and its reference."""
    row = Feedback.objects.filter(reference=request.session.get(SENT, "")).first()
    back = way_back(row.page) if row else ""
    return render(request, "home/feedback/sent.html", {"feedback": row, "back": back})

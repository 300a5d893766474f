"""A person's notices, and the choices on them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from home.notices import reading
from home.notices.kinds import kinds_for
from home.notices.models import Notice, NoticeChoice
from home.notices.quiet import Hours
from home.notices.telling import hours_of

PER_PAGE = 20


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List a person's notices, newest first."""
    mine = Notice.objects.filter(person=request.user).order_by("-told_at", "-pk")
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/notices/list.html", {"page": page})


@login_required
@require_safe
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go to what a notice tells of; it is read then."""
    notice = get_object_or_404(Notice.objects.filter(person=request.user), pk=notice_id)
    reading.read(person=request.user, notice=notice)
    return redirect(notice.address)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice as read."""
    reading.read(person=request.user)
    messages.success(request, _("All notices are marked as read."))
    return redirect("notices:list")


class HourInput(forms.TimeInput):
    """An hour of the day, as Finns and Swedes write it."""

    def __init__(self) -> None:
        super().__init__(format="%H.%M", attrs={"autocomplete": "off"})


class ChoicesForm(forms.Form):
    """How to be told of each kind that can be chosen, and the quiet hours."""

    begins = forms.TimeField(
        label=gettext_lazy("No mail from"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=HourInput,
        help_text=gettext_lazy("Such as 20.00. Leave both empty, and mail comes at any hour."),
    )
    ends = forms.TimeField(
        label=gettext_lazy("Mail again from"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=HourInput,
    )
    weekends = forms.BooleanField(
        label=gettext_lazy("No mail on Saturdays and Sundays"), required=False
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        hours = hours_of(person)
        known = dict(NoticeChoice.objects.filter(person=person).values_list("kind", "way"))
        kinds = kinds_for(is_staff=person.is_staff)
        self.kinds = [kind for kind in kinds if not kind.is_mandatory]
        self.mandatory = [kind for kind in kinds if kind.is_mandatory]
        initial = {"begins": hours.begins, "ends": hours.ends, "weekends": hours.weekends}
        initial |= {kind.name: known.get(kind.name, NoticeChoice.Way.BOTH) for kind in self.kinds}
        super().__init__(*args, initial=initial, **kwargs)
        for kind in self.kinds:
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label, choices=NoticeChoice.Way.choices
            )

    def clean(self) -> dict[str, Any]:
        """Quiet hours need both ends, and leave some time for mail."""
        given = super().clean() or {}
        if self.errors:
            return given
        begins, ends = given.get("begins"), given.get("ends")
        if (begins is None) != (ends is None):
            lacking = "ends" if ends is None else "begins"
            self.add_error(lacking, ValidationError(_("Tell both hours, or neither."), "required"))
        elif begins is not None and begins == ends:
            words = _("The hours are the same: then no mail would ever come.")
            self.add_error("ends", ValidationError(words, "same"))
        return given

    @property
    def of_kinds(self) -> list[forms.BoundField]:
        """The choices, a field a kind."""
        return [self[kind.name] for kind in self.kinds]

    def ways(self) -> dict[str, str]:
        """Return what was chosen, by kind."""
        return {kind.name: self.cleaned_data[kind.name] for kind in self.kinds}

    def hours(self) -> Hours:
        """Return the quiet hours that were chosen."""
        given = self.cleaned_data
        return Hours(given["begins"], given["ends"], given["weekends"])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Choose how to be told of what, and when no mail may come."""
    form = ChoicesForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        reading.choose(person=request.user, ways=form.ways(), hours=form.hours())
        messages.success(request, _("Your choices are saved."))
        return redirect("notice_choices")
    return render(request, "home/notices/choices.html", {"form": form})

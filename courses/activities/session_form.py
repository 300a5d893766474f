"""The forms of a run's webinars: when and where, attendance by a list, the code."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.activities.webinars import WebinarSession
from courses.catalogue.models import CourseStep
from courses.catalogue.runs import CourseRun
from home.reach import in_our_time

ZONE = ZoneInfo(settings.TIME_ZONE)
LARGEST_LIST = 1024 * 1024
CODE_MINUTES = (10, 20, 30, 60, 120)


def in_finnish_time(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """
    Return the moment of a wall clock; raises ValidationError where that is none or two.

    The clocks are turned on two nights a year: an hour is left out, another comes twice.
    """
    local = datetime.datetime.combine(day, time)
    first = local.replace(tzinfo=ZONE, fold=0)
    second = local.replace(tzinfo=ZONE, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise ValidationError(
            _("The clocks are turned that night: choose a time outside of that hour.")
        )
    return first.astimezone(datetime.UTC)


class SessionForm(forms.ModelForm):
    """A webinar's step, time, link and place. Times are in Finnish time."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        validators=[in_our_time],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    begins = forms.TimeField(
        label=gettext_lazy("Starts"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=gettext_lazy("In Finnish time."),
    )
    ends = forms.TimeField(
        label=gettext_lazy("Ends"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )

    class Meta:
        model = WebinarSession
        fields = ["step", "title", "day", "begins", "ends", "link", "place"]
        help_texts = {
            "step": gettext_lazy("Attendance counts for it. Empty: a meeting that is no step."),
            "title": gettext_lazy("Empty: the step's name."),
            "link": gettext_lazy("Shown to the participants of this run alone."),
        }

    def __init__(self, *args: Any, run: CourseRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.run = run
        webinars = CourseStep.objects.current().filter(
            course=run.course_id, kind=CourseStep.Kind.WEBINAR
        )
        if self.instance.step_id:
            # One that has been retired since stays with its session.
            webinars |= CourseStep.objects.filter(pk=self.instance.step_id)
        step = self.fields["step"]
        step.queryset = webinars
        if self.instance.pk:
            start = self.instance.starts_at.astimezone(ZONE)
            self.initial |= {
                "day": start.date(),
                "begins": start.time(),
                "ends": self.instance.ends_at.astimezone(ZONE).time(),
            }
            if self.instance.attendances.exists():
                step.disabled = True
                step.help_text = _("Attendance has been marked: it stays with this step.")

    def clean(self) -> dict[str, Any]:
        """Make the two moments, and say at the field which of them is wrong."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        moments = {}
        for name in ("begins", "ends"):
            if data.get("day") and data.get(name):
                try:
                    moments[name] = in_finnish_time(data["day"], data[name])
                except ValidationError as error:
                    self.add_error(name, error)
        if len(moments) == 2:
            if moments["ends"] <= moments["begins"]:
                self.add_error("ends", _("A webinar ends after it starts."))
            self.instance.starts_at, self.instance.ends_at = moments["begins"], moments["ends"]
        return data

    def _post_clean(self) -> None:
        """The row's own rules are asked only where its moments are known."""
        if not self.errors:
            super()._post_clean()


class ListForm(forms.Form):
    """E-mail addresses, pasted or as a file."""

    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        required=False,
        max_length=LARGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Paste them as they come, such as from the webinar's own list."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy("CSV or text, 1 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )

    def clean_file(self) -> str:
        """Read the file as text, whichever program wrote it."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > LARGEST_LIST:
            raise ValidationError(_("The file is larger than 1 MB."))
        return as_text(file.read())

    def clean(self) -> dict[str, Any]:
        """One of the two is there."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not data["addresses"].strip() and not data["file"].strip():
            raise ValidationError(_("Paste addresses or choose a file."))
        return data

    @property
    def text(self) -> str:
        """Everything that was sent; call when the form is valid."""
        return f"{self.cleaned_data['addresses']}\n{self.cleaned_data['file']}"


def as_text(data: bytes) -> str:
    """
    Return a file's text; raises ValidationError where it is none.

    >>> as_text("Työ;a@b.fi".encode("utf-16")) == as_text("Työ;a@b.fi".encode("cp1252"))
    True
    """
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ValidationError(_("The file is no text. Save it as CSV and send it again."))


class CodeForm(forms.Form):
    """For how long the code is taken."""

    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Taken for"),
        coerce=int,
        choices=[(minutes, minutes) for minutes in CODE_MINUTES],
        initial=30,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].choices = [
            (minutes, _("%(minutes)s minutes") % {"minutes": minutes}) for minutes in CODE_MINUTES
        ]

"""Days, times and numbers are written and read as in Finland, whatever the language."""

import datetime

import pytest
from django import forms
from django.utils import formats, timezone, translation
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

MOMENT = datetime.datetime(2026, 11, 2, 6, 5, tzinfo=datetime.UTC)  # 8.05 in Helsinki
LANGUAGES = ("fi", "sv", "en")


@pytest.mark.parametrize(
    ("language", "written"),
    [("fi", "2.11.2026 klo 8.05"), ("sv", "2.11.2026 kl. 8.05"), ("en", "2.11.2026 at 8.05")],
)
def test_a_moment_is_written_with_the_word_for_the_clock(language, written):
    with translation.override(language):
        local = timezone.localtime(MOMENT)

        assert formats.date_format(local, "DATETIME_FORMAT") == written
        assert formats.date_format(local, "SHORT_DATETIME_FORMAT") == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_and_a_time_are_written_in_digits(language):
    with translation.override(language):
        local = timezone.localtime(MOMENT)

        assert formats.date_format(local, "DATE_FORMAT") == "2.11.2026"
        assert formats.date_format(local, "SHORT_DATE_FORMAT") == "2.11.2026"
        assert formats.time_format(local, "TIME_FORMAT") == "8.05"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["2.11.2026", "02.11.2026", "2026-11-02"])
def test_a_day_is_read_day_first_or_as_browsers_send_it(language, typed):
    with translation.override(language):
        assert forms.DateField().clean(typed) == datetime.date(2026, 11, 2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["2.11.2026 8.05", "2026-11-02 08:05"])
def test_a_moment_is_read_in_finnish_time(language, typed):
    with translation.override(language):
        assert forms.DateTimeField().clean(typed) == MOMENT


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_reads_the_month_first(language):
    with translation.override(language), pytest.raises(forms.ValidationError):
        forms.DateField().clean("11/30/2026")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_week_begins_on_monday(language):
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("language", "written"),
    [("fi", "10\u202f000,5"), ("sv", "10\u202f000,5"), ("en", "10,000.5")],
)
def test_thousands_stand_apart_and_never_break_a_line(language, written):
    with translation.override(language):
        assert formats.number_format("10000.5", force_grouping=True) == written


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("field", "widget", "moment", "shown"),
    [
        (forms.DateField, AdminDateInput, datetime.date(2026, 11, 2), "02.11.2026"),
        (forms.DateTimeField, AdminDateTimeInput, MOMENT, "02.11.2026 08.05"),
        (forms.TimeField, AdminTimeInput, datetime.time(8, 5), "08.05"),
    ],
)
def test_the_editor_shows_days_as_they_are_written_and_reads_them_back(
    language, field, widget, moment, shown
):
    with translation.override(language):
        rendered = forms.BoundField(
            forms.Form(initial={"day": moment}), field(widget=widget), "day"
        )
        assert f'value="{shown}"' in str(rendered)
        assert field(widget=widget).clean(shown) == moment

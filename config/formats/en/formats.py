"""22.11.2026 at 14.30, 10,000.5: English of people who live in Finland, read as Finnish is."""

from django.conf.locale.fi.formats import DATE_INPUT_FORMATS as DATE_INPUT_FORMATS
from django.conf.locale.fi.formats import DATETIME_INPUT_FORMATS as DATETIME_INPUT_FORMATS
from django.conf.locale.fi.formats import TIME_INPUT_FORMATS as TIME_INPUT_FORMATS

DATE_FORMAT = SHORT_DATE_FORMAT = "j.n.Y"
TIME_FORMAT = "G.i"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = r"j.n.Y \a\t G.i"
FIRST_DAY_OF_WEEK = 1

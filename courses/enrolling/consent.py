"""The consent to pass a result on to a polytechnic's study register."""

from django.utils.translation import gettext_lazy as _

# Raise the version whenever the text changes; enrolments keep the version they agreed to.
VERSION = "2026-11"
TEXT = _(
    "My name, date of birth, learner id and result may be passed on to the organising "
    "institution's study register when I have completed the course."
)

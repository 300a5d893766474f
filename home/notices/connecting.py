"""What notices register when the site starts."""

from django.utils.translation import gettext_lazy as _

from accounts import personal_data
from home import clock
from home.notices import reading
from home.notices.kinds import REVIEW, Kind, register


def connect() -> None:
    """The kinds of this app, the clock's job and the part of personal data."""
    register(Kind(REVIEW, _("Content that you keep is due for review"), is_for_staff=True))
    clock.register("old notices", reading.forget_old)
    personal_data.register("notices", export=reading.export, erase=reading.erase)

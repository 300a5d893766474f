"""What `manage.py check --deploy` says of the keys that sign badges."""

from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import OperationalError, ProgrammingError

from certificates.badges import keys


def check_badge_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report keys in use that the secrets of this environment do not open."""
    try:
        closed = keys.unreadable()
    except (OperationalError, ProgrammingError):
        # Before the first migration, or where files are built without a database: no keys yet.
        return []
    return [
        Warning(
            str(error),
            hint="Until then no badge is made, and so no file of a certificate.",
            id="certificates.W002",
        )
        for error in closed
    ]

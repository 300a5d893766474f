"""What progress registers when the site starts."""

from courses.progress import rejudging
from home import outbox


def connect() -> None:
    """The effect that completes those who meet changed rules."""
    outbox.register(rejudging.REJUDGE, rejudging.rejudge)

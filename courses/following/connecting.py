"""What following registers with the rooms below it; `AppConfig.ready()` asks here."""

from courses.following.messages import MESSAGE, mail_copy
from home import outbox


def connect() -> None:
    """Name the effects and the clock's jobs."""
    outbox.register(MESSAGE, mail_copy, queue="mail")

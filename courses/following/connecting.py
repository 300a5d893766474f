"""What following registers with the rooms below it; `AppConfig.ready()` asks here."""

from courses.following.messages import MESSAGE, mail_copy
from courses.following.reminder_mail import mail_reminder
from courses.following.reminding import PLAN, REMIND, begin_day, remind_run
from home import clock, outbox


def connect() -> None:
    """Name the effects and the clock's jobs."""
    outbox.register(MESSAGE, mail_copy, queue="mail")
    outbox.register(PLAN, remind_run)
    outbox.register(REMIND, mail_reminder, queue="mail")
    clock.register("reminders", begin_day)

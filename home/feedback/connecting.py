"""What feedback registers when the site starts."""

from accounts import personal_data
from home import clock, outbox
from home.feedback import sending
from home.feedback.personal_data import erase_feedback, export_feedback


def connect() -> None:
    """The mail of an answer, the clock's job and the part of personal data."""
    outbox.register(sending.ANSWER, sending.mail_answer, queue="mail")
    clock.register("old feedback", sending.forget_old)
    personal_data.register("feedback", export=export_feedback, erase=erase_feedback)

"""Mail that a person waits for at the screen, such as a code."""


class MailNotSentError(Exception):
    """The mail server did not take a message; trying again later may work."""

"""Django's rules for passwords, in words that each of our languages has."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(password_validation.MinimumLengthValidator):
    """Length is what makes a password hard to guess."""

    def get_error_message(self) -> str:
        """Django's sentence has no Finnish translation."""
        return ngettext(
            "Use at least %(count)d character.",
            "Use at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}


class UnlikeThePerson(password_validation.UserAttributeSimilarityValidator):
    """Neither the address nor the name."""

    def get_error_message(self) -> str:
        """Django's sentence names a column."""
        return _("The password is too much like your name or your address.")

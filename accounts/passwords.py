"""Django's rules for passwords, in words that each of our languages has, and one of our own."""

import re
import unicodedata
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.common_words import COMMON_WORDS

# Signs that stand for letters, such as in "s4l4s4n4".
DISGUISES = str.maketrans("01345@$!", "oieasasi")
# What is put before or behind, such as a year.
BEFORE = re.compile(r"^[\W_]*\d*[\W_]*")
BEHIND = re.compile(r"[\W_]*\d*[\W_]*$")


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


class HardToGuess(password_validation.CommonPasswordValidator):
    """None of Django's list, and none that a guesser in Finland would begin with."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse what is on the list or made of common words and rows of keys."""
        super().validate(password, user)
        if is_easy(password):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        """Say what to do instead."""
        return _("This is easy to guess. Use four or five words that nobody else puts in a row.")


def is_easy(password: str) -> bool:
    """
    Whether a password is a common word or a row of keys, with whatever digits and signs.

    >>> is_easy("Salasana1234!"), is_easy("s4l4s4n4-2026"), is_easy("123456789012")
    (True, True, True)
    >>> is_easy("kissa kävelee katolla")
    False
    """
    # Enough of it to know; a page of text is not gone through again and again.
    typed = password[:100].lower()
    if len(set(typed)) <= 3:
        return True
    letters = _letters(typed)
    if len(letters) <= 2:
        # A letter or two beside a number hide nothing.
        return not letters or typed.isalnum()
    shown = BEHIND.sub("", typed, count=1)
    disguised = (typed, shown, BEFORE.sub("", shown, count=1))
    return _is_common(letters) or any(
        _is_common(_letters(way.translate(DISGUISES))) for way in disguised
    )


def _letters(text: str) -> str:
    """Only the letters, without their dots and rings: many leave these out."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if sign.isalpha())


COMMON = frozenset(map(_letters, COMMON_WORDS))
ROWS = tuple(
    way
    for row in ("abcdefghijklmnopqrstuvwxyzaao", "qwertyuiopa", "asdfghjkloa", "zxcvbnm")
    for way in (row, row[::-1])
)
# Two of the longest; more letters than that are words that somebody put in a row.
LONGEST = 2 * max(map(len, COMMON))


def _is_common(letters: str) -> bool:
    """A common word or a row of keys; two of them; or one again and again."""
    repeated = (letters + letters).find(letters, 1)
    letters = letters[:repeated]
    if len(letters) > LONGEST:
        return False
    return _is_word(letters) or any(
        _is_word(letters[:place]) and _is_word(letters[place:])
        for place in range(3, len(letters) - 2)
    )


def _is_word(letters: str) -> bool:
    if letters in COMMON or any(letters in row for row in ROWS):
        return True
    # With an ending of one or two letters, as in "salasanani".
    return any(len(letters) - cut >= 6 and letters[:-cut] in COMMON for cut in (1, 2))

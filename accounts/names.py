"""
People's names, as they may stand in a register and on a certificate.

A name is one line of letters that can be seen. A character that turns the direction of
writing, or takes no room, would show another name in a list than the one that is stored;
two ways to write one letter would make two people of one.
"""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# Zero-width joiner and non-joiner: Persian and several Indian names are spelt with them.
JOINERS = "\u200c\u200d"
# What pasting leaves at the ends without anybody's meaning it.
LOOSE_ENDS = JOINERS + "\u200b\u2060\ufeff"
# Letters to Unicode, yet blank in every typeface.
BLANK = "\u115f\u1160\u2800\u3164\uffa0"


def tidy_name(typed: str) -> str:
    """
    Write a name as it is stored; raises ValidationError at a character that cannot be seen.

    White space of any kind, line breaks too, is one space, and none at the ends.

    >>> tidy_name("  Aino\\nMaria ")
    'Aino Maria'
    >>> tidy_name("A\\u0308iti") == "Äiti"
    True
    >>> tidy_name(" \\u200d\\ufeff ")
    ''
    """
    # Twice, since either may hide the other.
    name = " ".join(typed.split()).strip(LOOSE_ENDS)
    name = unicodedata.normalize("NFC", " ".join(name.split()).strip(LOOSE_ENDS + " "))
    # Category C: control, format, private use, no character at all.
    if any(
        sign in BLANK or (_kind(sign) == "C" and not _joins(name, place))
        for place, sign in enumerate(name)
    ):
        raise ValidationError(
            _(
                "There is a character here that cannot be seen. "
                "Type the name again instead of pasting it."
            ),
            code="unseen",
        )
    return name


def _kind(sign: str) -> str:
    return unicodedata.category(sign)[0]


def _joins(name: str, place: int) -> bool:
    """Whether a joiner stands within a word: between letters, or the marks upon them."""
    around = name[max(place - 1, 0) : place] + name[place + 1 : place + 2]
    return name[place] in JOINERS and len(around) == 2 and all(_kind(s) in "LMN" for s in around)


class NameFormField(forms.CharField):
    """A name in a form that belongs to no model."""

    def to_python(self, value: Any) -> str:
        """Tidy first, so that a name of nothing but blanks counts as left out."""
        return tidy_name(super().to_python(value))


class NameField(models.CharField):
    """
    A name of a person; every model form tidies it, whichever library the form comes from.

    Rows from before this rule are left as they are until somebody saves them by a form.
    """

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        """Tidy before the other checks; what comes out is what the form saves."""
        return super().clean(tidy_name(value or ""), model_instance)

    def deconstruct(self) -> Any:
        """To the database it is text like any other: no migration tells them apart."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

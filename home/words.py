"""Words kept in several languages in one column, and days as people write them."""

import datetime
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

Words = TypeVar("Words")

SOURCE_LANGUAGE = "fi"


def said_in(words: Mapping[str, Words], language: str | None, otherwise: Words) -> Words:
    """
    Return the words in a language, else in Finnish, else the given ones.

    >>> said_in({"fi": "polku", "sv": "stig"}, "sv", "")
    'stig'
    >>> said_in({"fi": "polku"}, "en", "")
    'polku'
    >>> said_in({}, "fi", "–")
    '–'
    """
    return words.get((language or SOURCE_LANGUAGE)[:2]) or words.get(SOURCE_LANGUAGE) or otherwise


def day_in_words(day: datetime.date) -> str:
    """
    Write a day the way it is written in Finland, whatever the language.

    >>> day_in_words(datetime.date(2026, 11, 22))
    '22.11.2026'
    """
    return f"{day.day}.{day.month}.{day.year}"


def days_in_words(first: datetime.date | None, last: datetime.date | None) -> str:
    """
    Write a span of days; either end may be open.

    >>> days_in_words(datetime.date(2027, 1, 11), datetime.date(2027, 3, 28))
    '11.1.–28.3.2027'
    >>> days_in_words(datetime.date(2026, 12, 1), datetime.date(2027, 3, 28))
    '1.12.2026–28.3.2027'
    >>> days_in_words(datetime.date(2027, 1, 11), None), days_in_words(None, None)
    ('11.1.2027–', '')
    """
    if first and last and first.year == last.year:
        return f"{first.day}.{first.month}.–{day_in_words(last)}"
    if not first and not last:
        return ""
    return f"{day_in_words(first) if first else ''}–{day_in_words(last) if last else ''}"


def seen(text: str) -> str:
    """
    Return text without signs that cannot be seen, such as those that turn its direction.

    >>> seen(" yksi\\u202e\\x07 kaksi\\u200b ")
    'yksi kaksi'
    """
    lines = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(
        sign
        for sign in lines
        if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
    ).strip()

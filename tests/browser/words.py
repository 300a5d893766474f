"""The site's own words in a language, so that tests repeat none of them."""

from django.utils.translation import gettext, override


def said(words: str, language: str = "fi") -> str:
    """The words as the site says them in a language; in the source language as they are."""
    with override(language):
        return gettext(words)

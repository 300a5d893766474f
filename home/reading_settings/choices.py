"""
What a reader may choose, and the one cookie that keeps it in their browser.

The cookie says nothing of who they are. The server writes each choice on the page's root
element, so that the page is right from its first byte and nothing moves.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

COOKIE = "reading"
# Of forms and links: where the reader came from.
BACK = "takaisin"
KEPT_SECONDS = 60 * 60 * 24 * 365

# Of each choice: its heading, and its values with their words. The first is how pages come.
CHOICES: dict[str, tuple[Any, dict[str, Any]]] = {
    "size": (
        _("Text size"),
        {
            "": pgettext_lazy("text size", "Normal"),
            "2": _("Large"),
            "3": _("Larger"),
            "4": _("Largest"),
        },
    ),
    "spacing": (
        _("Space between lines and letters"),
        {"": pgettext_lazy("spacing", "Normal"), "2": _("Wide"), "3": _("Widest")},
    ),
    "measure": (
        _("Length of lines"),
        {
            "narrow": _("Short"),
            "": pgettext_lazy("length of lines", "Normal"),
            "wide": _("Long"),
        },
    ),
    "theme": (
        _("Colours"),
        {
            "": _("As the device"),
            "light": _("Light"),
            "dark": _("Dark"),
            "contrast": _("High contrast"),
        },
    ),
    "plain": (
        _("Passages in two languages"),
        {"": _("Ordinary language first"), "yes": _("Plain language first")},
    ),
}


@dataclass(frozen=True)
class ReadingSettings:
    """One reader's choices; an empty one is how pages come."""

    size: str = ""
    spacing: str = ""
    measure: str = ""
    theme: str = ""
    plain: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "ReadingSettings":
        """
        Take what is a choice, and leave the rest as pages come.

        >>> ReadingSettings.of({"size": "3", "theme": "pink"}).chosen
        {'size': '3'}
        """
        known = {name: said.get(name, "") for name in CHOICES}
        return cls(**{name: it for name, it in known.items() if it in CHOICES[name][1]})

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from how pages come, by name."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def cookie(self) -> str:
        """
        What the cookie holds; empty where nothing is chosen. `site.js` writes the same.

        >>> ReadingSettings(size="3", theme="dark").cookie
        'size-3.theme-dark'
        """
        return ".".join(f"{name}-{value}" for name, value in self.chosen.items())


def settings_in(cookie: str) -> ReadingSettings:
    """
    Read a cookie; whatever it holds besides choices is passed over.

    >>> settings_in('size-2.theme-dark.<script>.plain-no').chosen
    {'size': '2', 'theme': 'dark'}
    """
    parts = (part.partition("-") for part in cookie[:200].split("."))
    return ReadingSettings.of({name: value for name, _dash, value in parts})


def settings_of(request: HttpRequest) -> ReadingSettings:
    """The settings of whoever asks for a page."""
    return settings_in(request.COOKIES.get(COOKIE, ""))

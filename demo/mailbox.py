"""
The demo's mail: what would have been sent, for whoever looks.

A demo writes its messages into a folder (Django's file backend). Here a visitor reads the
code that signing up asks for. Never reachable in production: config/urls.py leaves it out.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.languages import language_by_query, links_by_query

# What the file backend writes between the messages of one file.
SEPARATOR = re.compile(rb"^-{79}\n", flags=re.MULTILINE)
NEWEST = 50


@dataclass(frozen=True)
class Letter:
    """One message: its file and its place in it name it."""

    file: str
    place: int
    written_at: datetime
    message: EmailMessage

    @property
    def subject(self) -> str:
        """The subject line."""
        return str(self.message["subject"] or "")

    @property
    def recipient(self) -> str:
        """Whom it was for."""
        return str(self.message["to"] or "")

    @property
    def text(self) -> str:
        """The plain text of it; empty when there is none."""
        body = self.message.get_body(preferencelist=("plain",))
        return str(body.get_content()) if body else ""


def folder() -> Path:
    """Where the file backend writes; there may be nothing yet."""
    return Path(getattr(settings, "EMAIL_FILE_PATH", "") or settings.DATA_DIR / "mail")


def letters() -> list[Letter]:
    """Return the newest messages, newest first."""
    files = sorted(folder().glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    newest = [letter for path in files[:NEWEST] for letter in reversed(list(_letters_in(path)))]
    return newest[:NEWEST]


def _letters_in(path: Path) -> Iterator[Letter]:
    written_at = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    for place, part in enumerate(SEPARATOR.split(path.read_bytes())):
        if part.strip():
            message = email.message_from_bytes(part, policy=default)
            yield Letter(path.name, place, written_at, message)


@never_cache
@require_safe
@language_by_query
def show_list(request: HttpRequest) -> HttpResponse:
    """List the messages."""
    return _render(request, "mailbox", {"letters": letters()})


@never_cache
@require_safe
@language_by_query
def show_letter(request: HttpRequest, file: str, place: int) -> HttpResponse:
    """
    Show one message as text.

    The name is looked up among the folder's own files, never joined to a path.
    """
    for letter in letters():
        if (letter.file, letter.place) == (file, place):
            return _render(request, "letter", {"letter": letter})
    raise Http404


def _render(request: HttpRequest, name: str, words: dict[str, Any]) -> HttpResponse:
    # A language that was chosen goes along from page to page.
    chosen = f"?lang={get_language()}" if "lang" in request.GET else ""
    context = {"language_links": links_by_query(), "chosen": chosen} | words
    return render(request, f"demo/{name}.html", context)

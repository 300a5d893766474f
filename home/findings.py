"""What was found in content: what stops publishing, what is advice, and where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder

# So many are read at a glance.
SHOWN = 7


class Level(StrEnum):
    """Whether content may go live all the same."""

    STOP = "stop"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing to mend, in words, with the field and the block where it is mended.

    `code` names the kind of finding for machines; `block` is the way below the field as Wagtail
    writes content paths: the block's id, then names and ids of what lies within.
    """

    code: str
    level: Level
    words: str
    field: str = ""
    block: str = ""

    def __str__(self) -> str:
        return self.words

    @property
    def place(self) -> str:
        """
        The fragment that leads from a form's address to the field; empty without a field.

        >>> stop("empty", "Tyhjä.", field="body", block="3f.options").place
        '#:w:contentpath=body.3f.options'
        """
        path = ".".join(part for part in (self.field, self.block) if part)
        return f"#:w:contentpath={path}" if path else ""


def stop(code: str, words: str, *, field: str = "", block: str = "") -> Finding:
    """Return a finding that keeps content from going live."""
    return Finding(code, Level.STOP, words, field, block)


def advice(code: str, words: str, *, field: str = "", block: str = "") -> Finding:
    """Return a finding that an editor should know, and may leave as it is."""
    return Finding(code, Level.ADVICE, words, field, block)


def as_findings(said: Iterable[Finding | str], level: Level) -> Iterator[Finding]:
    """Yield findings of one level; a plain sentence belongs to the thing as a whole."""
    for one in said:
        yield replace(one, level=level) if isinstance(one, Finding) else Finding("said", level, one)


def listed(findings: Iterable[Finding], subject: Any, reader: AbstractBaseUser) -> SafeString:
    """
    Return the findings as a list in which each leads to its field in the subject's form.

    Of many, the rest is folded: the form below is where they are mended.
    """
    address = AdminURLFinder(reader).get_edit_url(subject) or ""
    told = [_told(one, address) for one in findings]
    # One row is not worth folding away.
    shown = told[:SHOWN] if len(told) > SHOWN + 1 else told
    rest = told[len(shown) :]
    if not rest:
        return _list(shown)
    more = _("%(number)s more to mend or look at") % {"number": len(rest)}
    folded = format_html("<details><summary>{}</summary>{}</details>", more, _list(rest))
    return format_html("{}{}", _list(shown), folded)


def _list(rows: Iterable[SafeString | str]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((row,) for row in rows)))


def _told(finding: Finding, address: str) -> SafeString | str:
    if not (address and finding.place):
        return finding.words
    return format_html('<a href="{}{}">{}</a>', address, finding.place, finding.words)

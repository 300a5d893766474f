"""XML files of a package as trees, by the same parser as files of questions: no entities."""

import re

from django.utils.translation import gettext as _

from courses.packages.archive import Archive
from courses.packages.report import UnreadablePackageError
from quizzes.exchange import xml_tree
from quizzes.exchange.decoding import decode
from quizzes.exchange.messages import sentence
from quizzes.exchange.parsed import UnreadableError
from quizzes.exchange.xml_tree import Element

# What Moodle writes for nothing.
NOTHING = "$@NULL@$"
# A document type that only names its rules elsewhere declares nothing; nothing is fetched.
_NAMED_TYPE = re.compile(r"<!DOCTYPE\s[^\[<>]*>")


def tree(archive: Archive, name: str) -> Element:
    """Return the root of an XML file; raises UnreadablePackageError."""
    try:
        text, _remarks = decode(archive.read(name))
        return xml_tree.parse(_NAMED_TYPE.sub("", text, count=1))
    except UnreadableError as error:
        raise UnreadablePackageError(
            _("%(name)s: %(why)s") % {"name": name[:200], "why": sentence(error.remark)}
        ) from error


def local(element: Element) -> str:
    """
    Return an element's name without its namespace.

    >>> local(Element("lom:title", {}, 1))
    'title'
    """
    return element.name.rpartition(":")[2]


def inside(element: Element | None, *names: str) -> Element | None:
    """Return the element at the end of a way of names; None where it ends before."""
    for name in names:
        if element is None:
            return None
        element = next((child for child in element.children if local(child) == name), None)
    return element


def each(element: Element | None, *names: str) -> list[Element]:
    """Return all elements at the end of a way of names."""
    *way, last = names
    found = inside(element, *way)
    return [child for child in found.children if local(child) == last] if found else []


def said(element: Element | None, *names: str) -> str:
    """Return the text at the end of a way of names, "" where there is none."""
    found = inside(element, *names)
    text = found.text.strip() if found else ""
    return "" if text == NOTHING else text


def number(element: Element | None, *names: str) -> int:
    """Return the whole number at the end of a way of names, 0 where there is none."""
    text = said(element, *names)
    try:
        return max(-1, min(int(float(text)), 2**40)) if text else 0
    except (ValueError, OverflowError):
        return 0

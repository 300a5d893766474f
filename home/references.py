"""Where the text of a draft leads, and what of it leads nowhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urlsplit

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from home.asking_links import failure_words
from home.findings import Finding, advice, stop
from home.links import failing
from home.passages import Passage

# What a link says when it says nothing by itself: screen readers list links without their text.
SAYS_NOTHING = frozenset({
    "tästä", "täältä", "tässä", "täällä", "linkki", "lue lisää", "klikkaa", "klikkaa tästä",
    "paina tästä", "här", "länk", "läs mer", "klicka här", "here", "link", "this link",
    "read more", "click here",
})  # fmt: skip

ADDRESS = ("http://", "https://", "www.")


@dataclass(frozen=True, slots=True)
class Reference:
    """
    One link or picture: of what kind, to what, in which words, and where it stands.

    `kind` is page, document, image (`target` is then a number), address, path or nothing.
    """

    kind: str
    target: Any
    words: str
    place: dict[str, str] = field(hash=False)
    # Words within a text; what stands in a box for addresses is shown by its own block.
    is_link: bool = True


@dataclass(frozen=True)
class Targets:
    """What is there of what drafts refer to: pages and whether they are live, files, pictures."""

    pages: dict[int, bool]
    documents: frozenset[int]
    images: frozenset[int]


def references(found: Iterable[Passage]) -> Iterator[Reference]:
    """Yield the references of passages in order."""
    for passage in found:
        place = {"field": passage.field, "block": passage.path}
        if passage.html:
            for element in BeautifulSoup(passage.html, "html.parser")(["a", "embed"]):
                if reference := _reference(element, place):
                    yield reference
        elif isinstance(passage.block, blocks.URLBlock) and passage.value:
            kind = "address" if is_address(passage.value) else "nothing"
            yield Reference(kind, passage.value, passage.value, place, is_link=False)
        elif isinstance(passage.value, Page):
            yield Reference("page", passage.value.pk, passage.value.title, place, is_link=False)


def _reference(element: Tag, place: dict[str, str]) -> Reference | None:
    if element.name == "embed":
        number = _number(element)
        return Reference("image", number, "", place) if number is not None else None
    words = element.get_text(" ", strip=True)
    if element.find(["img", "embed"]) is not None:
        words = words or "…"
    kind = str(element.get("linktype", ""))
    if kind in ("page", "document"):
        number = _number(element)
        return Reference(kind if number is not None else "nothing", number, words, place)
    if element.get("href") is None:
        return None  # words without an address are no link, whatever element they stand in
    address = str(element["href"]).strip()
    if address in ("", "#") or not is_address(address):
        return Reference("nothing", None, words, place)
    outside = address.lower().startswith(("http://", "https://"))
    if outside and not has_host(address):
        return Reference("nothing", None, words, place)
    if outside or address.startswith("/"):
        return Reference("address" if outside else "path", address, words, place)
    # Mail, telephone, a place on the same page: nothing to ask for, but it needs words.
    return Reference("other", address, words, place)


def is_address(said: str) -> bool:
    """
    Whether a text can be read as an address at all.

    >>> is_address("https://kela.fi/#a"), is_address("http://[kela#a")
    (True, False)
    """
    try:
        urlsplit(said)
    except ValueError:
        return False
    return True


def has_host(address: str) -> bool:
    """
    Return whether an address names a place that a browser could ask.

    >>> [has_host(said) for said in ("https://kela.fi/a", "https://", "http://ke la.fi", "http://[")]
    [True, False, False, False]
    """
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return False
    return bool(host) and not any(letter.isspace() for letter in host or "")


def _number(element: Tag) -> int | None:
    number = str(element.get("id", ""))
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None


def targets_of(found: Iterable[Reference]) -> Targets:
    """Look up what references lead to; a query for each kind that there is."""
    by_kind: dict[str, set[Any]] = {}
    for reference in found:
        by_kind.setdefault(reference.kind, set()).add(reference.target)
    pages = by_kind.get("page")
    rows = Page.objects.filter(pk__in=pages).values_list("pk", "live") if pages else ()
    return Targets(
        pages=dict(rows),
        documents=_there(get_document_model(), by_kind.get("document")),
        images=_there(get_image_model(), by_kind.get("image")),
    )


def failures_of(found: Iterable[Reference]) -> dict[str, str]:
    """Return which addresses among references have failed for days, with how; a query at most."""
    addresses = {urldefrag(one.target).url for one in found if one.kind == "address"}
    return failing(addresses) if addresses else {}


def _there(model: Any, ids: set[int] | None) -> frozenset[int]:
    return frozenset(model.objects.filter(pk__in=ids).values_list("pk", flat=True) if ids else ())


def reference_problems(found: Iterable[Reference], targets: Targets) -> Iterator[Finding]:
    """Yield links without words or address, and what leads to something that is gone."""
    for one in found:
        if one.kind == "image":
            if one.target not in targets.images:
                words = _("A picture in the text has been deleted. Remove it or choose another.")
                yield stop("broken_picture", words, **one.place)
        elif not one.words:
            words = _("A link has no words, so nobody can follow it. Remove it.")
            yield stop("empty_link", words, **one.place)
        elif one.kind == "nothing":
            words = _("The link “%(words)s” leads nowhere. Give it an address or remove it.")
            yield stop("empty_link", words % {"words": one.words}, **one.place)
        elif one.kind == "page" and one.target not in targets.pages:
            words = _("The link “%(words)s” leads to a page that has been deleted.")
            yield stop("broken_link", words % {"words": one.words}, **one.place)
        elif one.kind == "document" and one.target not in targets.documents:
            words = _("The link “%(words)s” leads to a file that has been deleted.")
            yield stop("broken_link", words % {"words": one.words}, **one.place)


def reference_advice(
    found: Iterable[Reference], targets: Targets, failures: dict[str, str]
) -> Iterator[Finding]:
    """Yield links that say nothing, lead to drafts, or to addresses that do not answer."""
    for one in found:
        if one.words.casefold().strip(" .!:") in SAYS_NOTHING:
            words = _("The link “%(words)s” does not say where it leads. Name what is there.")
            yield advice("vague_link", words % {"words": one.words}, **one.place)
        elif one.is_link and one.words.casefold().startswith(ADDRESS):
            words = _("The link “%(words)s” is read aloud letter by letter. Name what is there.")
            yield advice("link_is_address", words % {"words": one.words}, **one.place)
        if one.kind == "page" and targets.pages.get(one.target) is False:
            words = _("The link “%(words)s” leads to a page that readers do not see yet.")
            yield advice("link_to_draft", words % {"words": one.words}, **one.place)
        elif one.kind == "path":
            words = _(
                "The link “%(words)s” leads to an address on this site. Choose the page instead: "
                "then the link holds when the page moves."
            )
            yield advice("link_by_path", words % {"words": one.words}, **one.place)
        elif one.kind == "address" and (code := failures.get(urldefrag(one.target).url)):
            words = _("The address of the link “%(words)s” does not answer (%(why)s).")
            yield advice(
                "link_fails", words % {"words": one.words, "why": failure_words(code)}, **one.place
            )

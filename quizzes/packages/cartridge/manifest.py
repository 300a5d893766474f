"""`imsmanifest.xml`: what a cartridge holds, and in which order it is met."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote

from courses.packages.archive import Archive
from quizzes.exchange.xml_tree import Element
from quizzes.packages.trees import each, inside, local, said, tree

MANIFEST = "imsmanifest.xml"
DEEPEST = 30


@dataclass(frozen=True)
class Resource:
    """One thing of a cartridge: what it is by its type, its own file, and all its files."""

    identifier: str
    type: str
    href: str
    files: tuple[str, ...]

    @property
    def xml(self) -> str:
        """The XML file that says what it is, such as a quiz."""
        named = [one for one in (self.href, *self.files) if one.lower().endswith((".xml", ".qti"))]
        return named[0] if named else ""


@dataclass
class Item:
    """One place in the order of a cartridge; a folder has items inside."""

    identifier: str
    title: str
    resource: str
    items: list["Item"] = field(default_factory=list)


@dataclass(frozen=True)
class Manifest:
    """A cartridge in words, in its order, and by its resources."""

    identifier: str
    version: str
    title: str
    description: str
    language: str
    items: list[Item]
    resources: dict[str, Resource]


def is_cartridge(archive: Archive) -> bool:
    """Whether an archive has a manifest of IMS; it may be another package than a cartridge."""
    return MANIFEST in archive


def read_manifest(archive: Archive) -> Manifest:
    """Return what the manifest says."""
    root = tree(archive, MANIFEST)
    general = inside(root, "metadata", "lom", "general")
    organization = inside(root, "organizations", "organization")
    items = [_item(found, 0) for found in each(organization, "item")] if organization else []
    if len(items) == 1 and not items[0].resource:
        # The root of the order is a folder without a name.
        items = items[0].items
    base = root.attributes.get("xml:base", "")
    resources = {
        found.identifier: found
        for found in (_resource(one, base) for one in each(root, "resources", "resource"))
    }
    return Manifest(
        identifier=root.attributes.get("identifier", ""),
        version=said(root, "metadata", "schemaversion"),
        title=_string(inside(general, "title")),
        description=_string(inside(general, "description")),
        language=said(general, "language"),
        items=items,
        resources=resources,
    )


def _string(element: Element | None) -> str:
    """Return a text of the metadata; version 1.0 writes it one element deeper."""
    for names in (("string",), ("langstring",)):
        if text := said(element, *names):
            return text
    return said(element)


def _item(element: Element, depth: int) -> Item:
    inner = [one for one in element.children if local(one) == "item"] if depth < DEEPEST else []
    return Item(
        identifier=element.attributes.get("identifier", ""),
        title=said(element, "title"),
        resource=element.attributes.get("identifierref", ""),
        items=[_item(one, depth + 1) for one in inner],
    )


def _resource(element: Element, base: str) -> Resource:
    below = base + element.attributes.get("xml:base", "")
    href = element.attributes.get("href", "")
    files = [one.attributes.get("href", "") for one in element.children if local(one) == "file"]
    return Resource(
        identifier=element.attributes.get("identifier", ""),
        type=element.attributes.get("type", "").strip().lower(),
        href=_path(below + href) if href else "",
        files=tuple(_path(below + one) for one in files if one),
    )


def _path(address: str) -> str:
    """
    Return the name in the archive that an address means.

    >>> _path("a%20b/./c.html?x=1")
    'a b/c.html'
    """
    return str(PurePosixPath(unquote(address.partition("?")[0].partition("#")[0])))

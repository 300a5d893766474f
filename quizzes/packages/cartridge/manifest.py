"""`imsmanifest.xml`: what a cartridge holds, and in which order it is met."""

from collections.abc import Iterator
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
    needs: tuple[str, ...] = ()
    # Another form of something that the cartridge has too.
    is_variant: bool = False

    @property
    def xml(self) -> str:
        """The XML file that says what it is, such as a quiz."""
        named = [one for one in (self.href, *self.files) if one.lower().endswith((".xml", ".qti"))]
        return named[0] if named else ""

    @property
    def settings(self) -> str:
        """Where Canvas says how an assignment is returned, whose page is the resource."""
        return next((one for one in self.files if one.endswith("/assignment_settings.xml")), "")


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
    # Identifiers that two items, and two resources, have.
    doubled_items: tuple[Item, ...] = ()
    doubled_resources: tuple[Resource, ...] = ()


def is_cartridge(archive: Archive) -> bool:
    """Whether an archive has a manifest of IMS; it may be another package than a cartridge."""
    return MANIFEST in archive


def read_manifest(archive: Archive) -> Manifest:
    """Return what the manifest says."""
    root = tree(archive, MANIFEST)
    general = inside(root, "metadata", "lom", "general")
    organization = inside(root, "organizations", "organization")
    items = [_item(found, 0) for found in each(organization, "item")] if organization else []
    if len(items) == 1 and not items[0].resource and _is_root(items[0]):
        items = items[0].items
    base = root.attributes.get("xml:base", "")
    resources: dict[str, Resource] = {}
    doubled = []
    for one in each(root, "resources", "resource"):
        found = _resource(one, base, archive)
        if resources.setdefault(found.identifier, found) is not found:
            doubled.append(found)
    return Manifest(
        identifier=root.attributes.get("identifier", ""),
        version=said(root, "metadata", "schemaversion"),
        title=_string(inside(general, "title")),
        description=_string(inside(general, "description")),
        language=said(general, "language"),
        items=items,
        resources=resources,
        doubled_items=tuple(_distinct(items, {})),
        doubled_resources=tuple(doubled),
    )


def _is_root(item: Item) -> bool:
    """The root of the order is a folder without a name, or one that holds nothing but folders."""
    return not item.title or all(one.items and not one.resource for one in item.items)


def _distinct(items: list[Item], seen: dict[str, int]) -> Iterator[Item]:
    """Give each item a name of its own; yield those whose identifier another has, too."""
    for item in items:
        name = item.identifier or item.resource
        seen[name] = number = seen.get(name, 0) + 1
        if number > 1:
            if item.identifier:
                yield item
            name = f"{name}#{number}"
        item.identifier = name
        yield from _distinct(item.items, seen)


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


def _resource(element: Element, base: str, archive: Archive) -> Resource:
    below = base + element.attributes.get("xml:base", "")
    href = element.attributes.get("href", "")
    hrefs = [one.attributes.get("href", "") for one in element.children if local(one) == "file"]
    files = tuple(_path(below + one) for one in hrefs if one)
    main = _path(below + href) if href else ""
    kind = element.attributes.get("type", "").strip().lower()
    if kind.startswith("webcontent") and main not in archive:
        # Some name only the file, or the page without its ending.
        main = next((one for one in files if one in archive), main)
    return Resource(
        identifier=element.attributes.get("identifier", ""),
        type=kind,
        href=main,
        files=files,
        needs=tuple(
            one.attributes.get("identifierref", "")
            for one in element.children
            if local(one) == "dependency"
        ),
        is_variant=any(local(one) == "variant" for one in element.children),
    )


def _path(address: str) -> str:
    """
    Return the name in the archive that an address means.

    >>> _path("a%20b/./c.html?x=1")
    'a b/c.html'
    """
    return str(PurePosixPath(unquote(address.partition("?")[0].partition("#")[0])))

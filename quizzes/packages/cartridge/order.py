"""The order of a cartridge: its modules, and what stands in none."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from home.words import SOURCE_LANGUAGE
from quizzes.packages.cartridge.addresses import PAGES
from quizzes.packages.cartridge.manifest import Item, Manifest

TEXT = "webcontent"


def modules_of(manifest: Manifest, title: str) -> Iterator[Item]:
    """Yield the folders of the first level; what stands beside them gets a folder of its own."""
    loose: list[Item] = []
    for item in manifest.items:
        if item.items:
            if loose:
                yield Item(f"{loose[0].identifier}-folder", title, "", loose)
                loose = []
            yield item
        else:
            loose.append(item)
    outside = list(_outside(manifest))
    if not manifest.items:
        # A cartridge without an order still has its pages.
        loose, outside = outside, []
    if loose:
        yield Item(f"{loose[0].identifier}-folder", title, "", loose)
    if outside:
        with override(SOURCE_LANGUAGE):
            yield Item("outside", _("Other material"), "", outside)


def _outside(manifest: Manifest) -> Iterator[Item]:
    """Yield the pages, quizzes and assignments that stand nowhere in the order."""
    placed = {item.resource for item in leaves(manifest.items)}
    for one in manifest.resources.values():
        quiz = one.type.startswith("imsqti") and "question-bank" not in one.type
        step = quiz or one.settings or one.type.startswith("assignment")
        page = one.type.startswith(TEXT) and one.href.lower().endswith(PAGES)
        if (step or page) and not one.is_variant and one.identifier not in placed:
            yield Item(one.identifier, "", one.identifier)


def leaves(items: list[Item]) -> Iterator[Item]:
    """Yield the items that lead to something, in order."""
    return (item for item in all_of(items) if item.resource)


def all_of(items: list[Item]) -> Iterator[Item]:
    """Yield items and whatever stands in them, in order."""
    for item in items:
        yield item
        yield from all_of(item.items)

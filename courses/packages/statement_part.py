"""Statements of competence in a course file."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.activities.statements import Statement, StatementSet
from courses.packages.contents import Json, digest_of
from courses.packages.deeds import Deed
from courses.packages.named_rows import free_name
from courses.packages.packing import Packing
from courses.packages.parts import Part
from courses.packages.unpacking import Unpacking

KIND = "statements"


class StatementPart(Part):
    """
    Sets of statements, known by their names.

    A set that is here is never changed by a file: learners may have rated themselves on it.
    """

    models = (StatementSet,)

    def name_of(self, row: StatementSet) -> str:
        """Return its name, which is unique."""
        return row.name

    def write(self, rows: list[StatementSet], packing: Packing) -> list[Json]:
        """Return the sets with the statements that are asked today."""
        return [_item(row) for row in sorted(rows, key=lambda row: row.name)]

    def prepare(self, data: Any, unpacking: Unpacking) -> None:
        """Find each set, or make it."""
        for item in data if isinstance(data, list) else []:
            if isinstance(item, dict) and item.get("name"):
                _bring(item, unpacking)


def _item(row: StatementSet) -> Json:
    return {
        "name": row.name,
        "levels": row.levels,
        "lowest": row.lowest,
        "highest": row.highest,
        "statements": [statement.words for statement in row.current()],
    }


def _bring(item: Json, unpacking: Unpacking) -> None:
    name = str(item["name"])
    unpacking.speak_of(_("statements “%(name)s”") % {"name": name}, "course.json")
    number = unpacking.came_before(KIND, name)
    found = StatementSet.objects.filter(pk=number).first() if number else None
    found = found or StatementSet.objects.filter(name=name).first()
    came = digest_of(item)
    there = digest_of(_item(found) | {"name": name}) if found else None
    deed = unpacking.deed(KIND, name, "", came=came, there=there)
    if deed is Deed.UPDATE:
        deed = Deed.KEEP
    if unpacking.tell(deed):
        found = _made(item, unpacking)
        if found is not None:
            unpacking.remember(KIND, name, came=came, stood=came, number=found.pk)
    if found is not None:
        unpacking.made(f"{KIND}:{name}", found.pk)


def _made(item: Json, unpacking: Unpacking) -> StatementSet | None:
    found = StatementSet(
        name=free_name(StatementSet, str(item["name"])),
        levels=item.get("levels"),
        lowest=_words(item.get("lowest")),
        highest=_words(item.get("highest")),
    )
    try:
        found.full_clean()
    except ValidationError as error:
        unpacking.take_back(error)
        return None
    found.save()
    statements = item.get("statements")
    for position, words in enumerate(statements if isinstance(statements, list) else []):
        Statement.objects.create(statement_set=found, position=position, words=_words(words))
    return found


def _words(value: Any) -> dict[str, str]:
    return {str(key): str(text) for key, text in value.items()} if isinstance(value, dict) else {}

"""Turning the names of a course file back into rows, and remembering what came by it."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.packages import exercises_in, parts
from courses.packages.contents import Contents, Json, Medium
from courses.packages.deeds import Deed, Remembered, deed_of
from courses.packages.media_in import RefusedFileError, bring_medium
from courses.packages.models import ImportedPart
from courses.packages.packing import Packing
from courses.packages.report import Report
from home.h5p.models import H5PPackage

FILE = re.compile(r"\b(?:image|document|h5p):[0-9a-f]{64}\b")
# Hears how many things are done, and of how many.
Tell = Callable[[int, int], None]


class Unpacking:
    """
    The visitor that turns names into numbers of rows; what has none is left out, and said.

    `place` says in words what is being brought, for the report.
    """

    def __init__(
        self, contents: Contents, *, person: Any, publish: bool, progress: Tell | None = None
    ) -> None:
        self.contents, self.person, self.publish = contents, person, publish
        self.report = contents.report
        self._progress, self._done, self._all = progress, 0, _things_in(contents)
        self.place = self.where = ""
        # Whether what is spoken of pointed at a file of the package that is not fit.
        self.lost_file = False
        # How a row here would be written into a file: what it says is compared in that form.
        self.writer = Packing(Report(""))
        self.numbers: dict[str, int | None] = {}
        # What becomes of the things of parts, by their names: told early, written later.
        self.deeds: dict[str, Deed] = {}
        self._remembered: dict[tuple[str, str, str], ImportedPart] = {
            (part.kind, part.key, part.language): part for part in ImportedPart.objects.all()
        }

    def speak_of(self, what: str, where: str) -> None:
        """From now on, remarks are on this."""
        self.place, self.where = what, where
        self.lost_file = False
        if self._progress:
            self._done += 1
            self._progress(min(self._done, self._all), self._all)

    def change(self, why: str) -> None:
        """Remark on what is spoken of: it is not taken as it stands."""
        self.report.change(self.place, self.where, why)

    def refuse(self, why: str) -> None:
        """Say that what is spoken of is not taken."""
        self.report.refuse(self.place, self.where, why)

    def tell_unfit(self, names: Iterable[str], model: type[Model]) -> None:
        """Remark on the fields whose values could not be set; see `rows.set_words`."""
        for name in names:
            self.change(
                _("A value of “%(field)s” cannot be; it has the usual one.")
                % {"field": model._meta.get_field(name).verbose_name}
            )

    def loses_a_file(self, before: Json, after: Json) -> bool:
        """
        Refuse what has just been told as accepted, if a broken file would replace a good one.

        `before` and `after` are a thing of the file as it is here, and as it would be.
        """
        if not self.lost_file or _files_in(after) >= _files_in(before):
            return False
        self.report.unchanged(self.place, self.where)
        self.report.accepted.pop()
        self.refuse(
            _(
                "A file of its newer version is not fit to be taken, and there is one here. "
                "It stays as it is here."
            )
        )
        return True

    def take_back(self, error: ValidationError) -> None:
        """Refuse what has just been told as accepted: the database would not have it."""
        self.report.accepted.pop()
        self.report.refuse(self.place, self.where, " ".join(error.messages))

    def pointed(self, kind: str, identity: str) -> str | None:
        """Return the number of what a text points at."""
        number = self._number(identity) if identity.startswith(f"{kind}:") else None
        return None if number is None else str(number)

    def chosen(self, model: type[Model], value: Any) -> int | None:
        """Return the number of what a chooser or a foreign key points at."""
        if not isinstance(value, str):
            return None
        if not _is_of(model, value):
            self.lost("shape")
            return None
        return self._number(value)

    def lost(self, what: str) -> None:
        """Say what could not stay."""
        sentences = {
            "markup": _("Markup that our texts do not have was taken away."),
            "address": _("An address that is none for readers was taken away."),
            "block": _("A block that does not exist here was left out."),
            "shape": _("A value that was not of the form of its field was left out."),
            "length": _("A text longer than its field was cut."),
        }
        self.change(sentences[what])

    def made(self, name: str, number: int) -> None:
        """Say which row a name means here."""
        self.numbers[name] = number

    def _number(self, name: str) -> int | None:
        if name not in self.numbers:
            self.numbers[name] = self._find(name)
        number = self.numbers[name]
        if number is None:
            self.lost_file = self.lost_file or name in self.contents.media
            self.change(
                _("It pointed at something that is not here: %(what)s. The pointer was left out.")
                % {"what": self._words_for(name)}
            )
        return number

    def _words_for(self, name: str) -> str:
        medium = self.contents.media.get(name)
        return medium.filename if medium else name[:80]

    def _find(self, name: str) -> int | None:
        kind, _colon, rest = name.partition(":")
        if kind == "page":
            key, _colon, language = rest.partition(":")
            return _page(key, language)
        medium = self.contents.media.get(name)
        if medium is None:
            return None
        if kind == exercises_in.KIND:
            return self._brought(
                medium, lambda: exercises_in.bring_exercise(medium, person=self.person)
            )
        collection = str(self.contents.course.get("code") or "")[:200] or self.contents.key
        return self._brought(
            medium, lambda: bring_medium(medium, collection=collection, person=self.person)
        )

    def _brought(self, medium: Medium, bring: Callable[[], int]) -> int | None:
        try:
            return bring()
        except RefusedFileError as refusal:
            self.report.refuse(medium.filename, medium.where, str(refusal))
            return None

    # What came before.

    def deed(self, kind: str, key: str, language: str, *, came: str, there: str | None) -> Deed:
        """Return what becomes of a thing of the file; `there` is the digest of what is here."""
        last = self._remembered.get((kind, key, language))
        remembered = Remembered(last.came, last.stood) if last else None
        return deed_of(came, there, remembered)

    def came_before(self, kind: str, key: str) -> int | None:
        """Return the row that a thing became when a file brought it last."""
        last = self._remembered.get((kind, key, ""))
        return last.number if last else None

    def remember(
        self,
        kind: str,
        key: str,
        language: str = "",
        *,
        came: str,
        stood: str,
        number: int | None = None,
    ) -> None:
        """Keep what the file said and what stands here now."""
        part, _made = ImportedPart.objects.update_or_create(
            kind=kind,
            key=key,
            language=language,
            defaults={
                "came": came,
                "stood": stood,
                "number": number,
                "imported_at": timezone.now(),
            },
        )
        self._remembered[kind, key, language] = part

    def tell(self, deed: Deed) -> bool:
        """Say what becomes of the thing that is spoken of; return whether it is written."""
        words = {
            Deed.ADD: _("New."),
            Deed.UPDATE: _("A newer version."),
            Deed.LEAVE: _("It is here already; nothing changed."),
        }
        if deed is Deed.KEEP:
            why = _("It was edited here. It stays as it is here; the file's version is left out.")
            self.report.refuse(self.place, self.where, why)
            return False
        self.report.accept(self.place, self.where, words[deed])
        return deed is not Deed.LEAVE


def _things_in(contents: Contents) -> int:
    """The course, its rules, its pages twice (made, then written), and what apps bring."""
    return 2 + 2 * len(contents.pages) + _worded(contents.parts)


def _worded(data: Any) -> int:
    if isinstance(data, dict):
        return ("words" in data) + sum(_worded(one) for one in data.values())
    return sum(_worded(one) for one in data) if isinstance(data, list) else 0


def _files_in(words: Json) -> int:
    return len(FILE.findall(json.dumps(words)))


def _is_of(model: type[Model], name: str) -> bool:
    """Whether a name is of a row of this model: a picture is no document."""
    kind = name.partition(":")[0]
    media: dict[type[Model], str] = {
        get_image_model(): "image", get_document_model(): "document", H5PPackage: "h5p",
    }  # fmt: skip
    if model in media:
        return kind == media[model]
    if issubclass(model, Page):
        return kind == "page"
    known = parts.kind_of(model)
    return known == kind and parts.known()[kind].is_named(model, name)


def _page(key: str, language: str) -> int | None:
    try:
        UUID(key)
    except ValueError:
        return None
    found = Page.objects.filter(translation_key=key, locale__language_code=language)
    return found.values_list("pk", flat=True).first()

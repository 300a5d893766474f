"""Naming what pages point at, and gathering it for a file."""

import hashlib
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.packages import parts
from courses.packages.contents import Medium
from courses.packages.report import Report
from home.h5p.models import H5PPackage


class Packing:
    """
    The visitor that turns numbers of rows into names; remembers what was named.

    `place` says in words what is being written, for the report.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.place = ""
        self.media: dict[str, Medium] = {}
        self.rows: dict[str, dict[str, Any]] = {}
        self._named: dict[tuple[type[Model], int], str | None] = {}

    def pointed(self, kind: str, identity: str) -> str | None:
        """Name a picture, document or page of a rich text."""
        models: dict[str, type[Model]] = {
            "image": get_image_model(), "document": get_document_model(), "page": Page,
        }  # fmt: skip
        if kind not in models or not (identity.isdecimal() and len(identity) < 19):
            return None
        return self.chosen(models[kind], int(identity))

    def chosen(self, model: type[Model], value: Any) -> str | None:
        """Name a row; None, with a remark, where it is gone or nobody brings its kind."""
        if not isinstance(value, int):
            return None
        if (model, value) not in self._named:
            self._named[model, value] = self._name(model, value)
        name = self._named[model, value]
        if name is None:
            what = str(model._meta.verbose_name)
            self.report.refuse(what, self.place, _("It stays behind: a file cannot hold it."))
        return name

    def lost(self, what: str) -> None:
        """What a row of ours holds beyond the blocks of today is not written."""

    def _name(self, model: type[Model], number: int) -> str | None:
        if issubclass(model, Page):
            found = Page.objects.filter(pk=number).select_related("locale").first()
            return page_name(found.translation_key, found.locale.language_code) if found else None
        row = model._default_manager.filter(pk=number).first()
        if row is None:
            return None
        if isinstance(row, get_image_model()):
            return self._medium("image", row)
        if isinstance(row, get_document_model()):
            return self._medium("document", row)
        if isinstance(row, H5PPackage):
            return self._medium("h5p", row)
        kind = parts.kind_of(model)
        if kind is None:
            return None
        name = f"{kind}:{parts.known()[kind].name_of(row)}"
        self.rows.setdefault(kind, {})[name] = row
        return name

    def _medium(self, kind: str, row: Any) -> str | None:
        try:
            with row.file.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None
        name = f"{kind}:{digest}"
        self.media[name] = Medium(
            name=name,
            title=row.title,
            filename=PurePath(row.file.name).name,
            where="",
            read=lambda: _content(row),
            description=getattr(row, "description", "") or getattr(row, "text_alternative", ""),
        )
        return name


def _content(row: Any) -> bytes:
    with row.file.open("rb") as file:
        return bytes(file.read())


def page_name(key: UUID | str, language: str) -> str:
    """
    Return what a page in a language is called in a file.

    >>> page_name("1f", "sv")
    'page:1f:sv'
    """
    return f"page:{key}:{language}"

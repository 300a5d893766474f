"""Pictures and documents of a course file on their way into the library."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from threading import get_ident
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.signals import post_save
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from courses.packages.contents import Medium
from home.file_names import readable_name
from home.h5p.models import H5PPackage
from home.h5p.unpacking import remove
from home.uploads import PictureField, is_what_it_says

LONGEST_TITLE = 255


class RefusedFileError(Exception):
    """A picture or document that is not taken; the message says why."""


def bring_medium(medium: Medium, *, collection: str, person: Any) -> int:
    """
    Return the number of a picture or document in the library; added where it is missing.

    Known by its content: the same file is never kept twice. Raises RefusedFileError.
    """
    kind, _colon, digest = medium.name.partition(":")
    content = medium.read()
    if hashlib.sha256(content).hexdigest() != digest:
        raise RefusedFileError(_("The file is damaged: its content is not what the list says."))
    model = get_image_model() if kind == "image" else get_document_model()
    known = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    found = model.objects.filter(file_hash=known).order_by("pk").first()
    if found is not None:
        return int(found.pk)
    name = readable_name(medium.filename) or "file"
    file = SimpleUploadedFile(name, content)
    if kind == "image":
        file = _checked_picture(file)
    else:
        _check_document(file)
    row = model(
        title=(medium.title or name)[:LONGEST_TITLE],
        file=file,
        collection=_collection(collection),
        uploaded_by_user=person,
        file_size=len(content),
        file_hash=known,
    )
    if kind == "image":
        row.description = medium.description[:LONGEST_TITLE]
    row.save()
    return int(row.pk)


def _checked_picture(file: SimpleUploadedFile) -> Any:
    try:
        return PictureField().clean(file)
    except ValidationError as error:
        raise RefusedFileError(" ".join(error.messages)) from error


def _check_document(file: SimpleUploadedFile) -> None:
    ending = PurePath(file.name or "").suffix.lower().removeprefix(".")
    if ending not in settings.WAGTAILDOCS_EXTENSIONS:
        raise RefusedFileError(
            _("Files of this kind (.%(ending)s) are not kept here.") % {"ending": ending}
        )
    if not is_what_it_says(file):
        raise RefusedFileError(
            _("The file's name ends in .%(ending)s, but what is in it is something else.")
            % {"ending": ending}
        )


def _collection(name: str) -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=name).first()
    return found or root.add_child(name=name)


class KeptFiles:
    """The files that an import has written: the database forgets by itself, storage does not."""

    def __init__(self) -> None:
        self._rows: list[Any] = []

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Note what this thread saves into the library; remove it again when anything fails."""
        thread = get_ident()

        def note(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
            if created and get_ident() == thread:
                self._rows.append(instance)

        models = (get_image_model(), get_document_model(), H5PPackage)
        for model in models:
            post_save.connect(note, sender=model, weak=False, dispatch_uid=(id(self), model))
        try:
            yield
        except BaseException:
            self.remove()
            raise
        finally:
            for model in models:
                post_save.disconnect(sender=model, dispatch_uid=(id(self), model))

    def remove(self) -> None:
        """Take the files away again."""
        for row in self._rows:
            if isinstance(row, H5PPackage):
                remove(row.folder, row.files)
            row.file.storage.delete(row.file.name)
        self._rows.clear()

"""H5P exercises of a course file on their way into the collection of exercises."""

import hashlib
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from courses.packages.contents import Medium
from courses.packages.media_in import RefusedFileError
from home.file_names import readable_name
from home.h5p.checking import UnfitPackageError, check
from home.h5p.models import H5PPackage
from home.h5p.unpacking import keep_package

KIND = "h5p"
LONGEST_TITLE = 200


def bring_exercise(medium: Medium, *, person: Any) -> int:
    """
    Return the number of an exercise; checked and added where its content is not here yet.

    Raises RefusedFileError.
    """
    content = medium.read()
    digest = hashlib.sha256(content).hexdigest()
    if medium.name != f"{KIND}:{digest}":
        raise RefusedFileError(_("The file is damaged: its content is not what the list says."))
    found = H5PPackage.objects.filter(sha256=digest).order_by("pk").first()
    if found is not None:
        return int(found.pk)
    try:
        checked = check(io.BytesIO(content))
    except UnfitPackageError as unfit:
        raise RefusedFileError(str(unfit)) from unfit
    upload = SimpleUploadedFile(readable_name(medium.filename) or "exercise.h5p", content)
    package = H5PPackage(
        title=(medium.title or checked.title)[:LONGEST_TITLE],
        text_alternative=medium.description,
        file=upload,
    )
    return int(keep_package(package, upload=upload, checked=checked, user=person).pk)

"""
The files of a package, written where no address reaches them, and taken away again.

Bytes are written first, the row that names them afterwards. Where saving the row fails, the
bytes go again.
"""

import hashlib
import zipfile
from collections.abc import Iterable
from typing import IO
from uuid import UUID, uuid4

from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import transaction

from accounts.models import User
from home.h5p.checking import Checked
from home.h5p.models import H5PPackage
from home.pictures import private_storage

CHUNK = 1024 * 1024


def keep_package(
    package: H5PPackage, *, upload: IO[bytes], checked: Checked, user: User | None
) -> H5PPackage:
    """
    Save a package with the files of an upload that was checked, in a folder of its own.

    Those of the upload before go when the transaction has succeeded.
    """
    before = H5PPackage.objects.filter(pk=package.pk).first() if package.pk else None
    package.folder = uuid4()
    package.main_library, package.files = checked.main_library, checked.names
    package.sha256 = _digest(upload)
    package.uploaded_by = user
    try:
        _unpack(upload, package.folder, checked.names)
        upload.seek(0)
        package.save()
    except BaseException:
        remove(package.folder, checked.names)
        raise
    if before is not None:
        transaction.on_commit(lambda: remove(before.folder, before.files, before.file.name))
    return package


def place_of(folder: UUID, name: str) -> str:
    """Where a file of a package lies in the private storage."""
    return f"h5p/{folder}/{name}"


def remove(folder: UUID, names: Iterable[str], archive: str = "") -> None:
    """Take the files of a package away, and its archive; what is gone already is no fault."""
    storage: Storage = private_storage()
    for name in names:
        storage.delete(place_of(folder, name))
    if archive:
        storage.delete(archive)


def _unpack(upload: IO[bytes], folder: UUID, names: Iterable[str]) -> None:
    storage: Storage = private_storage()
    with zipfile.ZipFile(upload) as archive:
        for name in names:
            with archive.open(name) as file:
                storage.save(place_of(folder, name), File(file, name=name))


def _digest(upload: IO[bytes]) -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    while chunk := upload.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()

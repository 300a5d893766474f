"""
The frame in which an exercise runs, and the addresses by which it finds its files.

An exercise brings programs that nobody here has read. Its page is therefore a stranger to the
site: sandboxed into an origin of its own, it has no cookies, no storage and no way into the
page round it, and it may load nothing but the player and the package's own files.
"""

import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from home.h5p.models import H5PPackage

FRAME = "home.h5p.frame"
FILES = "home.h5p.files"
# A body is kept for a day, and a page stays open for as long as somebody studies.
FRAME_AGE = datetime.timedelta(days=3)
# The day that an address was made on, and the next: the same for a day, so that browsers keep
# what they have loaded.
FILES_DAYS = 2
PLAYER = f"{settings.STATIC_URL}h5p/"
FRAME_SCRIPT = "js/exercise-frame.js"


def token_of_frame(package_id: int, language: str) -> str:
    """Sign which exercise a page shows, and in which language it speaks."""
    return signing.dumps([package_id, language], salt=FRAME)


def frame_address(package: H5PPackage, language: str) -> str:
    """Where the frame of an exercise is, for whoever may read the page that shows it."""
    return reverse("h5p:frame", args=[token_of_frame(package.pk, language)])


def named_by_frame(token: str) -> tuple[H5PPackage, str] | None:
    """Return the exercise and the language of a frame's address; None where it has ended."""
    try:
        package_id, language = signing.loads(token, salt=FRAME, max_age=FRAME_AGE)
    except signing.BadSignature:
        return None
    package = H5PPackage.objects.filter(pk=package_id).first()
    return (package, language) if package else None


def token_of_files(folder: UUID) -> str:
    """Sign the folder of a package and the day."""
    return signing.Signer(salt=FILES).sign(f"{folder}.{timezone.localdate().toordinal()}")


def folder_of(token: str) -> UUID | None:
    """Return the folder of an address of files; None where it has ended."""
    try:
        folder, _dot, day = signing.Signer(salt=FILES).unsign(token).partition(".")
    except signing.BadSignature:
        return None
    age = timezone.localdate().toordinal() - int(day)
    return UUID(folder) if 0 <= age < FILES_DAYS else None


def frame_context(request: HttpRequest, package: H5PPackage) -> dict[str, Any]:
    """Return what the frame's page needs: where the files are, and the player."""
    return {
        "title": package.title,
        "files": _files_address(request, package).rstrip("/"),
        "player": static("h5p/main.bundle.js"),
        "player_frame": static("h5p/frame.bundle.js"),
        "player_css": static("h5p/styles/h5p.css"),
        "script": static(FRAME_SCRIPT),
    }


def frame_policy(request: HttpRequest, package: H5PPackage) -> str:
    """
    Return the policy of a frame: its own files and the player, and a sandbox round both.

    Origins are written out: the page's own is nobody's, so 'self' would mean nothing. Programs
    are the package's anyway, so `eval` gives them no more than they have.
    """
    here = request.build_absolute_uri("/").rstrip("/")
    files = _files_address(request, package)
    player = request.build_absolute_uri(PLAYER)
    script = request.build_absolute_uri(static(FRAME_SCRIPT))
    return (
        "sandbox allow-scripts; default-src 'none'; "
        f"script-src {player} {files} {script} 'unsafe-eval'; "
        f"style-src {player} {files} 'unsafe-inline'; "
        f"img-src {player} {files} data: blob:; media-src {files} data: blob:; "
        f"font-src {player} {files} data:; connect-src {files}; "
        f"form-action 'none'; base-uri 'none'; frame-ancestors {here}"
    )


def _files_address(request: HttpRequest, package: H5PPackage) -> str:
    address = reverse("h5p:file", args=[token_of_files(package.folder), "h5p.json"])
    return request.build_absolute_uri(address.removesuffix("h5p.json"))

"""Pictures from storage, for an installation without a web server in front of it."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest


def media(request: HttpRequest, name: str) -> FileResponse:
    """
    Serve a public file.

    A picture may be an SVG that somebody uploaded: opened by itself it may run nothing
    and load nothing, hence the sandbox.
    """
    if ".." in name.split("/") or not default_storage.exists(name):
        raise Http404
    try:
        file = default_storage.open(name, "rb")
    except IsADirectoryError as error:
        raise Http404 from error
    kind, _ = mimetypes.guess_type(name)
    response = FileResponse(file, content_type=kind or "application/octet-stream")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response

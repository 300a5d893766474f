"""An exercise in its frame, and the files that it loads there."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from django.views.decorators.http import require_safe

from home.h5p.checking import kind_of
from home.h5p.frames import folder_of, frame_context, frame_policy, named_by_frame
from home.h5p.models import H5PPackage
from home.h5p.unpacking import place_of
from home.pictures import private_storage

# What browsers say of a request that a page of ours makes; a frame's is "cross-site".
OURS = ("same-origin", "same-site")


@require_safe
def frame(request: HttpRequest, token: str) -> HttpResponse:
    """Show an exercise; the page knows nothing of who looks at it."""
    if (named := named_by_frame(token)) is None:
        raise Http404
    package, language = named
    with override(language):
        html = render_to_string(
            "h5p/frame.html", frame_context(request, package) | {"language": language}
        )
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = frame_policy(request, package)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def file(request: HttpRequest, token: str, name: str) -> FileResponse:
    """
    Give a file to a frame, whose origin is nobody's: hence the word for every origin.

    Opened by itself it may run nothing and load nothing. To our own pages it is not there:
    their policy trusts programs of this origin, and no markup in a text shall lead to these.
    """
    if request.headers.get("Sec-Fetch-Site") in OURS:
        raise Http404
    folder = folder_of(token)
    package = H5PPackage.objects.filter(folder=folder).first() if folder else None
    if package is None or name not in package.files:
        raise Http404
    try:
        content = private_storage().open(place_of(package.folder, name), "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type=kind_of(name))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, max-age=86400"
    patch_vary_headers(response, ["Sec-Fetch-Site"])
    return response

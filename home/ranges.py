"""
Parts of files: what a player asks for when the viewer goes to another place in a film.

Without them Safari plays nothing, and other browsers cannot go on to what has not come yet.
"""

import re
from collections.abc import Callable, Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

CHUNK = 64 * 1024
# One range; whoever asks for several gets the whole file, as the standard allows.
ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class RangesMiddleware:
    """Answer a request for a part of a file with that part; files alone are concerned."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, FileResponse) or response.status_code != 200:
            return response
        file = response.file_to_stream
        if file is None or not file.seekable() or not response.has_header("Content-Length"):
            return response
        response.headers["Accept-Ranges"] = "bytes"
        said = request.headers.get("Range", "")
        if request.method != "GET" or not _is_of_this(request, response):
            return response
        return _part(response, file, said) if said else response


def _is_of_this(request: HttpRequest, response: FileResponse) -> bool:
    """Whether the rest that is asked for belongs to the file as it is now."""
    said = request.headers.get("If-Range")
    now = (response.headers.get("ETag"), response.headers.get("Last-Modified"))
    return said is None or said in now


def _part(response: FileResponse, file: IO[bytes], said: str) -> HttpResponseBase:
    size = int(response.headers["Content-Length"])
    found = span(said, size)
    if found is None:
        return response
    start, end = found
    if start >= end:
        response.close()
        headers = {"Content-Range": f"bytes */{size}"}
        return HttpResponse(status=416, headers=headers)
    file.seek(start)
    response.streaming_content = _chunks(file, end - start)
    response.status_code = 206
    response.headers["Content-Length"] = str(end - start)
    response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response


def span(said: str, size: int) -> tuple[int, int] | None:
    """
    Return from where to where (not with) a header asks; None where it asks for nothing we give.

    An empty span lies outside the file.

    >>> span("bytes=0-99", 1000), span("bytes=900-", 1000), span("bytes=-50", 1000)
    ((0, 100), (900, 1000), (950, 1000))
    >>> span("bytes=1000-", 1000), span("bytes=-", 1000), span("bytes=0-1,5-6", 1000)
    ((1000, 1000), None, None)
    """
    found = ONE_RANGE.fullmatch(said)
    if found is None or said == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0), size
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


def _chunks(file: IO[bytes], length: int) -> Iterator[bytes]:
    while length > 0 and (chunk := file.read(min(CHUNK, length))):
        length -= len(chunk)
        yield chunk

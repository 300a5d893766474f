"""Parts of files, as players ask for them."""

import io

import pytest
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from home.ranges import RangesMiddleware

WHOLE = bytes(range(200)) * 1000


def answer(method="get", make=None, **headers):
    def file_response(request):
        response = FileResponse(io.BytesIO(WHOLE))
        response.headers["ETag"] = '"a"'
        response.headers["Content-Length"] = str(len(WHOLE))
        return response

    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    request = getattr(RequestFactory(), method)("/", **named)
    return RangesMiddleware(make or file_response)(request)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-299", 100, 300),
        ("bytes=150000-", 150_000, 200_000),
        ("bytes=199990-999999", 199_990, 200_000),
        ("bytes=-10", 199_990, 200_000),
        ("bytes=-999999", 0, 200_000),
    ],
)
def test_a_part_is_given_and_says_which(asked, start, end):
    response = answer(range=asked)
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {start}-{end - 1}/200000"
    assert response.headers["Content-Length"] == str(end - start)
    assert response.getvalue() == WHOLE[start:end]


@pytest.mark.parametrize("asked", ["bytes=200000-", "bytes=-0", "bytes=999999999-"])
def test_what_lies_outside_is_said_to(asked):
    response = answer(range=asked)
    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */200000")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"range": "bytes=5-1"},
        {"range": "bytes=0-1,5-6"},
        {"range": "bytes=-"},
        {"range": "lines=1-2"},
        {"range": "bytes=٣-"},
        {"range": f"bytes={'9' * 400}-"},
        {"range": "bytes=0-9", "if_range": '"b"'},
    ],
)
def test_else_the_whole_file_is_given(headers):
    response = answer(**headers)
    assert (response.status_code, response.getvalue()) == (200, WHOLE)
    assert response.headers["Accept-Ranges"] == "bytes"


def test_the_rest_of_the_same_file_is_given():
    assert answer(range="bytes=0-9", if_range='"a"').status_code == 206


@pytest.mark.parametrize("method", ["post", "head"])
def test_only_reading_takes_parts(method):
    assert answer(method, range="bytes=0-9").status_code == 200


def test_pages_have_no_parts():
    response = answer(make=lambda request: HttpResponse("abc"), range="bytes=0-1")
    assert (response.status_code, response.content) == (200, b"abc")

"""What may be an H5P package, and what is refused in which words."""

import io
import json
import stat
import zipfile

import pytest
from django.utils.translation import override

from home.h5p import checking
from home.h5p.checking import UnfitPackageError, check
from tests.factories.h5p import DEPENDENCY, LIBRARY, files_of_package, package, packed

LIBRARY_JSON = json.dumps({"preloadedDependencies": [DEPENDENCY | {"machineName": "H5P.More"}]})


def refusal(file):
    with override("en"), pytest.raises(UnfitPackageError) as refused:
        check(file)
    return str(refused.value)


def described(**changed):
    return json.dumps(json.loads(files_of_package()["h5p.json"]) | changed)


def test_a_package_is_what_it_says():
    extra = {"__MACOSX/content/._x.html": "x", "content/.DS_Store": "x", "content/": ""}
    checked = check(package(**extra, **{"content/images/kuva 1.PNG": b"x"}))
    assert (checked.title, checked.main_library) == ("Mitä työkyky on?", LIBRARY)
    assert checked.names == sorted([*files_of_package(), "content/images/kuva 1.PNG"])


@pytest.mark.parametrize(
    "name",
    [
        "../h5p.json",
        "content/../../x.json",
        "/etc/x.json",
        "C:/x.json",
        "content\\..\\x.json",
        "./content/x.json",
        "content//x.json",
        "content/x\u202egnp.json",
        "content/a\nb.json",
        f"content/{'x' * 240}.json",
    ],
)
def test_no_name_leads_out_of_the_package(name):
    assert refusal(package(**{name: "{}"})).endswith("is no name of a file in a package.")


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "content/page.html",
        f"{LIBRARY}/page.htm",
        f"{LIBRARY}/x.php",
        "content/program.js",
        "content/style.css",
        "content/program.exe",
        "content/drawing.swf",
        "content/picture.png.xhtml",
        "content/LICENSE",
        "script.js",
    ],
)
def test_pages_and_programs_have_no_place_in_it(name):
    words = f"{name} is of a kind that does not belong in an H5P package."
    assert refusal(package(**{name: "x"})) == words


def test_links_are_no_files():
    file = package()
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("content/link.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(file) == "content/link.json is a link, not a file."


def test_two_names_may_not_be_the_same_file_anywhere():
    twice = {"content/a.png": "x", "content/A.PNG": "x"}
    assert refusal(package(**twice)) == "The package has content/A.PNG twice."


def test_what_grows_beyond_measure_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(checking, "MODEST", 1024)
    words = "content/bomb.txt grows beyond measure when it is unpacked."
    assert refusal(package(**{"content/bomb.txt": b"0" * 1024**2})) == words


def test_size_and_number_have_their_limits(monkeypatch):
    monkeypatch.setattr(checking, "MOST_FILES", 4)
    assert refusal(package()) == "The package has more than 4 files."
    monkeypatch.setattr(checking, "MOST_FILES", 5)
    monkeypatch.setattr(checking, "LARGEST_UNPACKED", 1024)
    assert "is larger than 0 MB" in refusal(package())


def test_a_size_that_the_archive_claims_is_not_believed():
    data = bytearray(package(**{"content/a.txt": b"a" * 5000}).getvalue())
    # The size of the last entry, in the directory at the end: 5,000 becomes 50.
    at = data.rindex(b"content/a.txt") - 46 + 24
    assert int.from_bytes(data[at : at + 4], "little") == 5000
    data[at : at + 4] = (50).to_bytes(4, "little")
    assert "damaged" in refusal(io.BytesIO(bytes(data)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html>", b"\x00" * 100])
def test_what_is_no_archive_is_refused_in_words(data):
    words = "The file is no H5P package, or it is damaged. Download it anew."
    assert refusal(io.BytesIO(data)) == words


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.98])
def test_half_a_package_is_none(cut):
    data = package().getvalue()
    assert "damaged" in refusal(io.BytesIO(data[: int(len(data) * cut)]))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"h5p.json": None}, "h5p.json is missing: this is no H5P package."),
        (
            {"content/content.json": None},
            "content/content.json is missing: this is no H5P package.",
        ),
        ({"h5p.json": "[]"}, "h5p.json is damaged."),
        ({"h5p.json": "{"}, "h5p.json is damaged."),
        ({"h5p.json": b"\xff\xfe"}, "h5p.json is damaged."),
        ({"h5p.json": "[" * 200_000}, "h5p.json is damaged."),
        (
            {"h5p.json": described(mainLibrary="../x")},
            "h5p.json does not say which exercise it is (mainLibrary).",
        ),
        (
            {"h5p.json": described(mainLibrary="H5P.Other")},
            "h5p.json does not name the version of its main library H5P.Other.",
        ),
        (
            {"h5p.json": described(preloadedDependencies=[{"machineName": "../../etc"}])},
            "The package asks for a library without a name.",
        ),
        (
            {"h5p.json": described(preloadedDependencies=[{"machineName": "H5P.OneQuestion"}])},
            "The package asks for H5P.OneQuestion without a version.",
        ),
        (
            {f"{LIBRARY}/library.json": None},
            f"The library {LIBRARY} is missing. Export the exercise with its libraries.",
        ),
        (
            {f"{LIBRARY}/library.json": LIBRARY_JSON},
            "The library H5P.More-1.2 is missing. Export the exercise with its libraries.",
        ),
        (
            {f"{LIBRARY}/question.css": None},
            f"{LIBRARY}/question.css is missing, which its library asks for.",
        ),
        (
            {f"{LIBRARY}/library.json": '{"preloadedJs": [{"path": "../h5p.json"}]}'},
            f"{LIBRARY}/../h5p.json is missing, which its library asks for.",
        ),
        (
            {f"{LIBRARY}/library.json": '{"preloadedJs": "x"}'},
            f"{LIBRARY}/None is missing, which its library asks for.",
        ),
    ],
    ids=range(15),
)
def test_the_player_finds_all_that_it_asks_for(changed, words):
    assert refusal(package(**changed)) == words


def test_an_encrypted_package_is_refused():
    data = bytearray(packed(files_of_package()).getvalue())
    # The first entry's flags in the directory at the end.
    at = data.index(b"PK\x01\x02") + 8
    data[at] |= 1
    assert refusal(io.BytesIO(bytes(data))) == (
        "The package is encrypted. Save it without a password."
    )

"""Archives that nobody vouches for are opened with care."""

import gzip
import io
import tarfile
import zipfile

import pytest
from django.utils.translation import override

from courses.packages import archive
from courses.packages.report import UnreadablePackageError


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def zipped(*entries, method=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, content in entries:
            made.writestr(name, content)
    return target.getvalue()


def tarred(*members):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as made:
        for member, content in members:
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    return target.getvalue()


def endless(form, **said):
    """A tar whose header is longer than its files."""
    target = io.BytesIO()
    member = tarfile.TarInfo("a" * said.pop("name", 1))
    member.pax_headers = said
    with tarfile.open(fileobj=target, mode="w:gz", format=form) as made:
        made.addfile(member)
    return target.getvalue()


def linked(kind):
    member = tarfile.TarInfo("link")
    member.type, member.linkname = kind, "/etc/passwd"
    return member


def zip_link():
    info = zipfile.ZipInfo("link")
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no course file"),
        (b"PK rubbish", "damaged"),
        (b"\x1f\x8b rubbish", "damaged"),
        (endless(tarfile.PAX_FORMAT, comment="x" * 200_000), "damaged"),
        (endless(tarfile.GNU_FORMAT, name=200_000), "damaged"),
        (zipped(("../a", "x")), "leads out"),
        (zipped(("/a", "x")), "leads out"),
        (zipped(("a\\b", "x")), "leads out"),
        (zipped(("C:/a", "x")), "leads out"),
        (zipped((zip_link(), "/etc/passwd")), "link"),
        (zipped(("a", "x"), ("./a", "y")), "twice"),
        (zipped(("a", b"\0" * (archive.MODEST + 1))), "beyond measure"),
        (tarred((linked(tarfile.SYMTYPE), b"")), "link"),
        (tarred((linked(tarfile.LNKTYPE), b"")), "link"),
        (tarred((linked(tarfile.CHRTYPE), b"")), "link"),
        (tarred((tarfile.TarInfo("../a"), b"x")), "leads out"),
        (gzip.compress(b"\0" * (archive.MODEST + 1)), "beyond measure"),
    ],
    ids=range(17),
)
def test_what_is_not_safe_is_refused_in_words(data, said):
    with (
        pytest.raises(UnreadablePackageError, match=said),
        archive.opened(io.BytesIO(data)) as found,
    ):
        found.read("a")


def test_limits_of_number_and_size(monkeypatch):
    monkeypatch.setattr(archive, "MOST_ENTRIES", 2)
    with (
        pytest.raises(UnreadablePackageError, match="more than 2"),
        archive.opened(io.BytesIO(zipped(("a", "1"), ("b", "2"), ("c", "3")))),
    ):
        pass
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 3)
    for data in (zipped(("a", "1234")), tarred((tarfile.TarInfo("a"), b"1234"))):
        with (
            pytest.raises(UnreadablePackageError, match="too large"),
            archive.opened(io.BytesIO(data)),
        ):
            pass


def test_both_kinds_give_the_same_files():
    for data in (zipped(("b/a.xml", "x")), tarred((tarfile.TarInfo("./b/a.xml"), b"x"))):
        with archive.opened(io.BytesIO(data)) as found:
            assert found.names == ["b/a.xml"]
            assert found.read("b/a.xml") == b"x"
            with pytest.raises(UnreadablePackageError, match="missing"):
                found.read("c")


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_long_name_in_a_tar_is_read(form):
    with archive.opened(io.BytesIO(endless(form, name=300))) as opened:
        assert opened.names == ["a" * 300]

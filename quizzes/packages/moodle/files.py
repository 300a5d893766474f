"""The files of a backup: `files.xml` says which text each belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.utils.translation import gettext as _

from courses.packages.archive import Archive
from courses.packages.contents import Contents, Medium
from courses.packages.report import UnreadablePackageError
from quizzes.packages.foreign_media import medium_of
from quizzes.packages.trees import number, said, tree

PLACE = "@@PLUGINFILE@@"


@dataclass(frozen=True)
class Kept:
    """One file of a backup: whose it is, what it is called, and where its content stands."""

    context: str
    component: str
    area: str
    item: str
    path: str
    name: str
    content: str
    first: bool = False

    @property
    def address(self) -> str:
        """Its path below the place of its text, such as `kuvat/a.png`."""
        return f"{self.path.strip('/')}/{self.name}".strip("/")


class Files:
    """All files of a backup."""

    def __init__(self, archive: Archive, contents: Contents) -> None:
        self.archive, self.contents = archive, contents
        self._kept: dict[tuple[str, str], list[Kept]] = {}
        for kept in _listed(archive):
            self._kept.setdefault((kept.context, kept.component), []).append(kept)

    def of(self, context: str, component: str, *areas: str, item: str = "") -> list[Kept]:
        """Return the files of a context and component; in these areas, of this item, if named."""
        return [
            kept
            for kept in self._kept.get((context, component), [])
            if (not areas or kept.area in areas) and (not item or kept.item == item)
        ]

    def content(self, kept: Kept) -> bytes | None:
        """Return a file's content; None where the backup does not hold it."""
        name = f"files/{kept.content[:2]}/{kept.content}"
        if name not in self.archive:
            return None
        try:
            return self.archive.read_medium(name)
        except UnreadablePackageError as error:
            self.contents.report.refuse(kept.name, name, str(error))
            return None

    def medium(self, kept: Kept, title: str = "") -> Medium | None:
        """Return a file as a picture or document; None, with the reason said, where it is lost."""
        content = self.content(kept)
        where = f"files/{kept.content[:2]}/{kept.content}"
        if content is None:
            self.contents.report.refuse(kept.name, where, _("The backup does not hold this file."))
            return None
        return medium_of(
            self.contents, filename=kept.name, content=content, where=where, title=title
        )


def _listed(archive: Archive) -> Iterator[Kept]:
    if "files.xml" not in archive:
        return
    for file in tree(archive, "files.xml").all("file"):
        name, content = said(file, "filename"), said(file, "contenthash")
        # Folders are listed too, by the name of a dot.
        if name in {"", "."} or not _is_digest(content):
            continue
        yield Kept(
            context=said(file, "contextid"),
            component=said(file, "component"),
            area=said(file, "filearea"),
            item=said(file, "itemid"),
            path=said(file, "filepath"),
            name=name,
            content=content,
            first=number(file, "sortorder") > 0,
        )


def _is_digest(text: str) -> bool:
    return len(text) == 40 and all(sign in "0123456789abcdef" for sign in text)


def file_at(address: str, kept: list[Kept]) -> Kept | None:
    """
    Return the file that an address in a text means.

    >>> file = Kept("1", "mod_page", "content", "0", "/", "a b.png", "")
    >>> file_at("@@PLUGINFILE@@/a%20b.png?forcedownload=1", [file]) == file
    True
    """
    if not address.startswith(PLACE):
        return None
    path = unquote(address.removeprefix(PLACE).partition("?")[0].partition("#")[0]).strip("/")
    found = next((one for one in kept if one.address == path), None)
    return found or next((one for one in kept if one.name == PurePosixPath(path).name), None)

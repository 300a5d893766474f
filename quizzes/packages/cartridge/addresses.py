"""Which file or page of a cartridge an address in its texts means."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

from courses.packages.archive import Archive
from courses.packages.contents import Contents, Medium
from courses.packages.packing import page_name
from courses.packages.report import UnreadablePackageError
from home.words import SOURCE_LANGUAGE
from quizzes.packages.foreign_media import inline_picture, medium_of

FILE_BASE = re.compile(r"^\$IMS[-_]CC[-_]FILEBASE\$/?")
WIKI = re.compile(r"^\$WIKI_REFERENCE\$/pages/")
# How Canvas points at a quiz, an assignment or a page: by the identifier of its resource.
OBJECT = re.compile(r"\$CANVAS_OBJECT_REFERENCE\$/[a-z_]+/([A-Za-z0-9_-]+)")
# Where systems keep the files that their texts call by their bare names.
FOLDERS = ("", "web_resources/", "resources/", "wiki_content/")
PAGES = (".html", ".htm", ".xhtml")


class Addresses:
    """Finds what stands at addresses in one text of a cartridge, which itself is at `where`."""

    def __init__(
        self, archive: Archive, contents: Contents, where: str, pages: Mapping[str, str]
    ) -> None:
        self.archive, self.contents, self.where, self.pages = archive, contents, where, pages

    def path(self, address: str) -> str | None:
        """Return the name in the archive; None where there is no such file."""
        plain = unquote(address.partition("?")[0].partition("#")[0]).strip()
        if not plain or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", plain):
            return None
        wiki = WIKI.sub("", plain)
        if wiki != plain:
            tried = [f"wiki_content/{wiki}.html"]
        else:
            bare = FILE_BASE.sub("", plain)
            here = str(PurePosixPath(self.where).parent / bare)
            tried = [normpath(here)] if bare == plain else []
            tried += [normpath(folder + bare) for folder in FOLDERS]
        found = next((one for one in tried if one in self.archive), None)
        if found is None:
            # Systems move files, and not the addresses: the only file of the name is meant.
            named = self.archive.called(PurePosixPath(plain).name)
            found = named[0] if len(named) == 1 else None
        return found

    def content(self, path: str) -> bytes | None:
        """Return a file; None, with the reason said, where it cannot be read."""
        try:
            return self.archive.read_medium(path)
        except UnreadablePackageError as error:
            self.contents.report.refuse(path, path, str(error))
            return None

    def medium(self, address: str) -> Medium | None:
        """Return the picture or file at an address."""
        path = self.path(address)
        if path:
            return None if path.lower().endswith(PAGES) else self.kept(path)
        return inline_picture(self.contents, address, self.where)

    def kept(self, path: str, title: str = "") -> Medium | None:
        """Return a file of the archive as a picture or document."""
        content = self.content(path)
        if content is None:
            return None
        name = PurePosixPath(path).name
        return medium_of(self.contents, filename=name, content=content, where=path, title=title)

    def page(self, address: str) -> str | None:
        """Return the name of the page that a file of the cartridge became."""
        named = OBJECT.match(unquote(address))
        path = named[1] if named else self.path(address)
        key = self.pages.get(path) if path else None
        return page_name(key, SOURCE_LANGUAGE) if key else None

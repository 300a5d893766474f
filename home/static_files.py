"""
Static files as readers get them: one style sheet a page, small, named by what is in it.

Style sheets are written one a concern and import each other; over a network each import would
be a wait of its own. While files are collected, they are put together and made small.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([^"]+)"\)\s*([^;]*);')
OURS = "css/"


def whole(name: str, read: Callable[[str], str]) -> str:
    r"""
    Return a style sheet with what it imports in its place; `read` gives the text of a name.

    An import for some media only becomes a block of that media.

    >>> sheets = {"css/a.css": '@import url("b.css");\n@import url("c.css") print;\ni {}'}
    >>> sheets |= {"css/b.css": "b {}", "css/c.css": "u {}"}
    >>> whole("css/a.css", sheets.__getitem__)
    'b {}\n@media print {\nu {}\n}\ni {}'
    """

    def there(found: re.Match[str]) -> str:
        text = whole(str(PurePosixPath(name).parent / found[1]), read)
        return f"@media {found[2]} {{\n{text}\n}}" if found[2] else text

    return IMPORT.sub(there, read(name))


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names files by their content; puts style sheets together; rewrites `import` in ES modules."""

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Put our own style sheets together from their sources, then name and compress all."""

        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read().decode())

        sheets = [name for name in paths if name.startswith(OURS) and name.endswith(".css")]
        if dry_run:
            sheets.clear()
        for name in sheets:
            sheet = cssmin(whole(name, read))
            with open(self.path(name), "w", encoding="utf-8") as file:
                file.write(sheet)
        # From here on these are read as they are put together, not from their sources.
        now = paths | {name: (self, name) for name in sheets}
        yield from super().post_process(now, dry_run, **options)

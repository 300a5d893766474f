"""Files of a foreign package as pictures and documents of ours."""

import hashlib
from pathlib import PurePath

from courses.packages.contents import Contents, Medium
from home.file_names import readable_name
from quizzes.exchange.pictures import kind_of

# A broken picture is still one: whoever checks pictures says what is wrong with it.
PICTURES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}


def medium_of(
    contents: Contents, *, filename: str, content: bytes, where: str, title: str = ""
) -> Medium:
    """Return a file under the name that its content gives it, and keep it for the import."""
    name = readable_name(filename) or "file"
    ending = PurePath(name).suffix.lower()
    drawn = kind_of(content) is not None or ending in PICTURES
    kind = "image" if drawn else "h5p" if ending == ".h5p" else "document"
    digest = hashlib.sha256(content).hexdigest()
    medium = Medium(
        name=f"{kind}:{digest}",
        title=title or PurePath(name).stem,
        filename=name,
        where=where,
        read=lambda: content,
    )
    return contents.media.setdefault(medium.name, medium)

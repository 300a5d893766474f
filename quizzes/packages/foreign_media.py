"""Files of a foreign package as pictures and documents of ours."""

import base64
import binascii
import hashlib
from pathlib import PurePath

from courses.packages.contents import Contents, Medium
from home.file_names import readable_name
from quizzes.exchange.pictures import DATA_ADDRESS, ENDINGS, kind_of

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


def inline_picture(contents: Contents, address: str, where: str) -> Medium | None:
    """Return a picture that a text holds in its own address (`data:`); None where it is none."""
    opening = DATA_ADDRESS.match(address)
    if opening is None:
        return None
    try:
        content = base64.b64decode(address[opening.end() :])
    except (binascii.Error, ValueError):
        return None
    kind = kind_of(content)
    if kind is None:
        return None
    name = f"picture{ENDINGS[kind]}"
    return medium_of(contents, filename=name, content=content, where=where)

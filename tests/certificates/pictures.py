"""Pictures for certificates: a logo of shapes, a signature in ink."""

import hashlib
import io

from PIL import Image, ImageDraw

from certificates.pictures import Printed

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120" viewBox="0 0 300 120">'
    b'<path d="M10 10h100v100h-100z" fill="#1f5f4a"/><circle cx="220" cy="60" r="50"/></svg>'
)


def picture(size=(600, 240), mode="RGB", kind="PNG", **how) -> bytes:
    """The bytes of a picture with a stroke on it."""
    made = Image.new(mode, size)
    ImageDraw.Draw(made).line([(5, 5), (size[0] - 5, size[1] - 5)], fill=None, width=6)
    file = io.BytesIO()
    made.save(file, kind, **how)
    return file.getvalue()


def printed(media_type: str, content: bytes) -> Printed:
    """A picture as a certificate keeps it."""
    return Printed(hashlib.sha256(content).hexdigest(), media_type, content)


LOGO = printed("image/svg+xml", DRAWING)
SIGNATURE = printed("image/png", picture(mode="RGBA"))

"""
Credentials inside pictures: baked into a PNG (iTXt) or an SVG, as Open Badges 3.0 says.

Equal pictures and credentials give equal files, so that a file can be compared with what was
issued.
"""

import struct
import zlib

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_END = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))


def bake_png(picture: bytes, credential: str) -> bytes:
    """Return a PNG with the credential in it. Raises ValueError for what is no whole PNG."""
    if not picture.startswith(PNG) or not picture.endswith(_END):
        raise ValueError("Not a PNG from its beginning to its end.")
    # Keyword, not compressed, neither language nor translated keyword.
    body = b"iTXt" + KEYWORD + b"\0\0\0\0\0" + credential.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return picture[: -len(_END)] + chunk + _END


def bake_svg(picture: str, credential: str) -> str:
    """Return an SVG with the credential as the first thing in it. Raises ValueError."""
    start = picture.find("<svg")
    end = picture.find(">", start)
    if start < 0 or end < 0 or picture[end - 1] == "/":
        raise ValueError("Not an SVG with something in it.")
    # The end of a CDATA section may not stand inside it.
    inside = credential.replace("]]>", "]]]]><![CDATA[>")
    return (
        f'{picture[:end]} xmlns:openbadges="{NAMESPACE}">'
        f"<openbadges:credential><![CDATA[{inside}]]></openbadges:credential>"
        f"{picture[end + 1 :]}"
    )

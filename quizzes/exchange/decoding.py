"""From bytes to text: which encoding a file is in, found out and said."""

import codecs
import re

from quizzes.exchange.parsed import LARGEST_FILE, Remark, UnreadableError

# What programs save by other names: no questions are in these, whatever the file is called.
OTHER_FILES = (
    b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"{\\rtf",
)  # fmt: skip
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# Encodings that an XML file may say it is in.
KNOWN = {
    "ascii", "utf-8", "utf-16", "iso8859-1", "iso8859-2", "iso8859-4", "iso8859-5", "iso8859-9",
    "iso8859-10", "iso8859-13", "iso8859-15", "cp1250", "cp1251", "cp1252", "cp1254", "cp1257",
}  # fmt: skip
# What no text is made of: a picture or a program read as one is full of these.
RUBBISH = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffd\ufffe\uffff]")
FEW = 8
ABOVE_ASCII = re.compile("[\u0080-\U0010ffff]")


def decode(data: bytes) -> tuple[str, list[Remark]]:
    """
    Return a file's text, and what is to be said on how it was read; raises UnreadableError.

    >>> decode("Työ".encode())
    ('Työ', [])
    >>> decode("Työ".encode("cp1252"))
    ('Työ', [Remark(code='windows_1252', values={})])
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableError("too_large", most=LARGEST_FILE // 1024 // 1024)
    if not data.strip():
        raise UnreadableError("empty")
    if data.startswith(OTHER_FILES):
        raise UnreadableError("not_text")
    text, remarks = _decoded(data)
    rubbish = len(RUBBISH.findall(text))
    if rubbish > FEW and rubbish * 50 > len(text):
        raise UnreadableError("not_text")
    return text, remarks


def _decoded(data: bytes) -> tuple[str, list[Remark]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _in(data, "utf-16"), [Remark("utf_16")]
    if data.startswith(codecs.BOM_UTF8):
        text, remarks = _eight_bits(data[len(codecs.BOM_UTF8) :])
        return text, [Remark("bom"), *remarks]
    declared = DECLARED.match(data)
    if declared and (name := _codec(declared.group(1).decode())) not in {"utf-8", "ascii"}:
        # Some programs write the declaration of one encoding over the text of another.
        if name == "utf-16":
            return _eight_bits(data)
        return _in(data, name), [Remark("declared_encoding", {"encoding": name})]
    return _eight_bits(data)


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        found = ""
    if found not in KNOWN:
        raise UnreadableError("unknown_encoding", encoding=name)
    return found


def _in(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableError("broken_encoding", encoding=encoding, line=line) from None


def _eight_bits(data: bytes) -> tuple[str, list[Remark]]:
    """UTF-8 if it can be; else Windows-1252, byte by byte where the file has both."""
    if data.count(0) * 10 > len(data):
        raise UnreadableError("not_text")
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        first = data[: error.start].count(b"\n") + 1
    # Surrogates stand for bytes that UTF-8 cannot hold; real ones mean that some of it is.
    rest = re.sub("[\udc80-\udcff]", "", data.decode("utf-8", "surrogateescape"))
    if ABOVE_ASCII.search(rest):
        return data.decode("utf-8", _BY_BYTE), [Remark("mixed_encoding", {"line": first})]
    return data.decode("cp1252", "replace"), [Remark("windows_1252")]


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - the codec calls with no other
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_BY_BYTE = "quizzes.windows_1252"
codecs.register_error(_BY_BYTE, _as_windows_1252)

"""Names of files as learners gave them: kept to be read, never used as paths."""

import re
import unicodedata

LONGEST = 150
PATHS = re.compile(r"[/\\]")


def readable_name(given: str) -> str:
    """
    Return a file's name as one line that can be seen, without a path; "" where none is left.

    What turns the direction of writing would show "exe.pdf" for "fdp.exe".

    >>> readable_name("../../etc/passwd"), readable_name("C:\\\\Työ\\\\selvitys.pdf")
    ('passwd', 'selvitys.pdf')
    >>> readable_name("tyo\\u0308\\u202egnp.pdf"), readable_name(" .. ")
    ('työgnp.pdf', '')
    >>> len(readable_name("a" * 500 + ".docx")), readable_name("a" * 500 + ".docx")[-5:]
    (150, '.docx')
    """
    name = unicodedata.normalize("NFC", PATHS.split(given)[-1])
    # Category C: control, format, private use, half a letter.
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    name = " ".join(name.split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:LONGEST]
    ending = ending[:20]
    return f"{stem[: LONGEST - len(ending) - 1].rstrip()}.{ending}"

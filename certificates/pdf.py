"""
The certificate's file: set by Typst, made once, kept with its digest.

PDF/A-3a for the archive and PDF/UA-1 for screen readers. The page itself is one file,
`typst/certificate.typ`; it gets its words as JSON.
"""

import hashlib
import io
import json
import re
import threading
import unicodedata
from collections.abc import Callable, Container, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any

import segno
import typst
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from certificates import facts, signing, telling
from certificates.badges.issuing import badge_of
from certificates.models import Certificate, DesignPicture
from certificates.pictures import Printed, drawings
from certificates.stream_ends import with_plain_ends

ROOT = Path(__file__).parent / "typst"
STANDARDS: list[Any] = ["a-3a", "ua-1"]
# What stands for a letter that no font here has; the public page shows the letter itself.
NO_SUCH_LETTER = "□"
_UNPRINTABLE = re.compile(r'the (?:text|PDF contains the codepoint) `"(.+?)"`')
# Invisible, and read out or searched wrongly: soft hyphens, zero widths, byte order marks, and
# what turns the direction of writing, so that a name would read as another.
_INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff",
    )
)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# What is no word of anybody's: never changed for a letter's sake.
MADE_BY_MACHINE = {
    "language", "number", "palette", "layout", "logos", "code", "address", "check_address", "qr",
}  # fmt: skip
_one_at_a_time = threading.Lock()


def make_pdf(payload: dict[str, Any]) -> None:
    """Make the file of a certificate and keep it; one that has its file is left alone."""
    certificate = Certificate.objects.get(pk=payload["certificate"])
    if certificate.is_made:
        return
    # Outside the transaction: it takes longer than everything else, and rows would wait.
    content = finished(certificate)
    with transaction.atomic():
        certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
        if not certificate.is_made:
            _keep(certificate, content)
            telling.tell_ready(certificate)


def _keep(certificate: Certificate, content: bytes) -> None:
    storage, name = certificate.pdf.storage, f"certificates/{certificate.number[4:8]}"
    name = f"{name}/{certificate.number}.pdf"
    # Left by a try that was killed between the file and the row; nothing points at it.
    if storage.exists(name):
        storage.delete(name)
    certificate.pdf.save(f"{certificate.number}.pdf", ContentFile(content), save=False)
    certificate.pdf_sha256 = hashlib.sha256(content).hexdigest()
    certificate.pdf_size = len(content)
    certificate.save(update_fields=["pdf", "pdf_sha256", "pdf_size"])


def finished(certificate: Certificate) -> bytes:
    """
    Return the file as it is kept: with its badge inside, and signed where a key is configured.

    Raises signing.SigningKeyError when that key cannot be used.
    """
    if signing.is_configured():
        # First the key: without it the rest would be work for nothing.
        signing.key_in_use()
    content = render(certificate, badge=badge_of(certificate).document)
    if not signing.is_configured():
        return content
    return signing.signed(content, language=certificate.language, reason=certificate.number)


def render(
    certificate: Certificate, *, badge: str = "", pictures: Iterable[Printed] | None = None
) -> bytes:
    """
    Return the PDF of a certificate, not signed; equal rows give equal bytes.

    `badge` is the credential that is attached. `pictures` are given for a design that has
    not been kept, such as that of a preview.
    """
    made: bytes = _set(
        certificate,
        badge,
        pictures,
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=int(certificate.issued_at.timestamp()),
    )
    return with_plain_ends(made)


def as_pictures(certificate: Certificate, pictures: Iterable[Printed], ppi: int) -> list[bytes]:
    """Return the pages as PNG, for a preview."""
    made = _set(certificate, "", pictures, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _set(
    certificate: Certificate, badge: str, pictures: Iterable[Printed] | None, **how: Any
) -> Any:
    if pictures is None:
        pictures = DesignPicture.objects.printed_in(certificate.design)
    with override(certificate.language):
        words = page_words(certificate)
    return compile_page(words, drawings=drawings(pictures), badge=badge, **how)


def page_words(certificate: Certificate) -> dict[str, Any]:
    """Return everything that the page prints, in the active language."""
    language = certificate.language
    words = facts.words_in(certificate, language)
    course_language, course = facts.in_language(certificate.course_names, language)
    outcomes_language, outcomes = facts.outcomes(certificate, language)
    address = facts.public_address(certificate)
    return {
        "language": language,
        "title": f"{words['heading']} {certificate.number}",
        "number": certificate.number,
        "palette": certificate.design["palette"],
        "layout": facts.layout_of(certificate),
        "logos": certificate.design.get("logos", []),
        "heading": words["heading"],
        "holder": certificate.holder_name,
        "statement": words["statement"],
        "course": {"language": course_language, "text": course or certificate.course_code},
        "other_names": [
            {"language": each, "text": name}
            for each, name in facts.other_names(certificate, language)
        ],
        "facts": [list(fact) for fact in facts.facts(certificate)],
        "parts_heading": _("Courses of the programme"),
        "parts_columns": [_("Course"), _("Scope"), _("Grade"), _("Completed")],
        "parts": [part._asdict() for part in facts.parts(certificate, language)],
        "outcomes_heading": _("Learning outcomes"),
        "outcomes": {"language": outcomes_language, "items": outcomes},
        "closing": words["closing"],
        "signatories": [
            who | {"signature_label": _("Signature of %(name)s") % {"name": who["name"]}}
            for who in facts.signatories_in(certificate, language)
        ],
        "check_heading": _("Check this certificate"),
        "check": _("Read the square code, or open the address and type the code:"),
        "check_address": address.removesuffix(f"{certificate.code}/"),
        "code": certificate.grouped_code,
        "address": address,
        "qr": _qr(address),
        "qr_label": _("QR code that leads to the certificate's page: %(address)s")
        % {"address": address},
        "badge_label": _("The certificate as an Open Badge, for programs"),
    }


def _qr(address: str) -> str:
    picture = io.BytesIO()
    segno.make(address, error="m", boost_error=False).save(
        picture, kind="svg", border=0, xmldecl=False, svgns=True
    )
    return picture.getvalue().decode()


@cache
def _compiler() -> typst.Compiler:
    # Typst's own fonts come last: they have Greek, Cyrillic, Hebrew and Arabic letters.
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[ROOT / "fonts"])
    return typst.Compiler(ROOT / "certificate.typ", root=ROOT, font_paths=fonts)


def compile_page(
    words: dict[str, Any], *, drawings: dict[str, str] | None = None, badge: str = "", **how: Any
) -> Any:
    """
    Set the page. A letter that no font has is printed as an empty square.

    Pictures (SVG by their digest) and the badge go apart from the words: no letter of theirs
    is changed. Raises typst.TypstError for whatever else is wrong.
    """
    as_they_are = {"pictures": json.dumps(drawings or {}), "badge": badge}
    words = _printable(words, _tidy)
    with _one_at_a_time:
        # Once for marks, once for letters; then whatever is not of our fonts' alphabets.
        for rounds_left in (3, 2, 1, 0):
            inputs = as_they_are | {"words": json.dumps(words, ensure_ascii=False)}
            try:
                return _compiler().compile(sys_inputs=inputs, **how)
            except typst.TypstError as error:
                if not _UNPRINTABLE.search(error.diagnostic) or not rounds_left:
                    raise
                missing: Container[str] = _missing_letters(error.diagnostic)
            if rounds_left == 1:
                missing = _Rare()
            words = _printable(words, partial(_without, missing=missing))


def _tidy(text: str) -> str:
    """Put letters together as far as they go, as fonts want them; drop what nobody sees."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


def _missing_letters(diagnostic: str) -> set[str]:
    """
    Return what Typst names as unprintable: no font has it, or PDF/A bars it.

    With a mark that no font has, Typst names the innocent letter below it too. So where marks
    are missing, only they are returned; fonts have all that a keyboard of old has (ASCII).

    >>> found = 'error: the text `"李"` could not be displayed with font `"Source Sans 3"`'
    >>> _missing_letters(found)
    {'李'}
    >>> _missing_letters(found.replace("李", "a") + found.replace("李", "\\\\u{20e3}"))
    {'⃣'}
    """
    named = "".join(_UNPRINTABLE.findall(diagnostic))
    letters = {
        each for each in _ESCAPED.sub(lambda m: chr(int(m[1], 16)), named) if not " " <= each <= "~"
    }
    return {each for each in letters if _is_mark(each)} or letters


class _Rare:
    """
    All letters that are not of the alphabets of Europe, with the marks that go with those.

    >>> [letter in _Rare() for letter in "aŋЖ\\u0301\\u1ab0\\U0001e944"]
    [False, False, False, False, True, True]
    """

    def __contains__(self, letter: object) -> bool:
        code = ord(str(letter))
        return not (code < 0x530 or 0x1E00 <= code < 0x2000 or 0x2010 <= code <= 0x20AC)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _without(text: str, missing: Container[str]) -> str:
    """
    Put the empty square for each letter that has something missing, its marks and all.

    >>> _without("1\ufe0f\u20e3 ja 1", {"\u20e3"})
    '□ ja 1'
    """
    clusters: list[str] = []
    for letter in text:
        if clusters and _is_mark(letter):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return "".join(
        NO_SUCH_LETTER if any(letter in missing for letter in each) else each for each in clusters
    )


def _printable(words: Any, change: Callable[[str], str]) -> Any:
    """Change what people wrote; digits of a number and lines of a drawing stay as they are."""
    if isinstance(words, str):
        return change(words)
    if isinstance(words, list):
        return [_printable(each, change) for each in words]
    if isinstance(words, dict):
        return {
            key: each if key in MADE_BY_MACHINE else _printable(each, change)
            for key, each in words.items()
        }
    return words

"""Reading a PDF's signature: who sealed it, and whether what was sealed is whole."""

import io
from typing import NamedTuple

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext


class Signature(NamedTuple):
    """A signature over a whole file. Whether to trust its maker is left to the reader."""

    signer: str
    is_whole: bool


def signature_in(content: bytes) -> Signature | None:
    """Return the file's last signature, or None; nothing is fetched to judge it."""
    try:
        found = list(PdfFileReader(io.BytesIO(content)).embedded_signatures)
        if not found:
            return None
        status = validate_pdf_signature(
            found[-1],
            signer_validation_context=ValidationContext(trust_roots=[], allow_fetching=False),
        )
    except (PdfReadError, SignatureValidationError, ValueError) as error:
        return Signature(type(error).__name__, is_whole=False)
    is_whole = (
        status.intact and status.valid and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    )
    return Signature(status.signing_cert.subject.human_friendly, is_whole=bool(is_whole))

"""Reading a PDF's signature: who sealed it, and whether what was sealed is whole."""

import io
from typing import NamedTuple

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.status import SignatureCoverageLevel


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
        seal, signer = found[-1], found[-1].signer_cert
        seal.compute_integrity_info()
        # Integrity alone: asking for trust would log a fault for every maker of its own.
        intact, valid = validate_sig_integrity(
            seal.signer_info, signer, "data", seal.compute_digest()
        )
    except (PdfReadError, SignatureValidationError, ValueError) as error:
        return Signature(type(error).__name__, is_whole=False)
    is_whole = intact and valid and seal.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return Signature(signer.subject.human_friendly, is_whole=bool(is_whole))

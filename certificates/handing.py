"""Handing out the kept file: the one that was issued, or none."""

import hashlib
import io
import logging

from django.http import FileResponse

from certificates.models import Certificate

logger = logging.getLogger(__name__)


class LostFileError(Exception):
    """The kept file is gone, or is not the one that was issued any more."""


def kept_file(certificate: Certificate) -> FileResponse:
    """
    Return a made certificate's file as an answer.

    Raises LostFileError, logged for whoever runs the server. It is never made anew: other
    bytes would not be the certificate that was issued.
    """
    try:
        with certificate.pdf.open("rb") as file:
            content = file.read()
    except OSError as error:
        logger.exception("The file of certificate %s cannot be read", certificate.number)
        raise LostFileError from error
    if hashlib.sha256(content).hexdigest() != certificate.pdf_sha256:
        logger.error("The file of certificate %s is not what was issued", certificate.number)
        raise LostFileError
    return FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=f"{certificate.number}.pdf",
        content_type="application/pdf",
    )

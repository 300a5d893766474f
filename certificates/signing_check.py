"""What `manage.py check --deploy` says of the key that signs PDFs."""

from datetime import timedelta
from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.utils import timezone

from certificates import signing

# Time to order another certificate for the key.
SOON = timedelta(days=60)


def check_signing_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report a configured key that cannot sign, or whose certificate runs out soon."""
    if not signing.is_configured():
        return []
    try:
        last = signing.last_moment()
    except signing.SigningKeyError as error:
        return [
            Error(
                str(error),
                hint="Until it can sign, no file of a certificate is made.",
                id="certificates.E001",
            )
        ]
    if last - timezone.now() > SOON:
        return []
    return [
        Warning(
            f"PDF_SIGNING_KEY: its certificate runs out on {last:%Y-%m-%d}.",
            hint="Put one with a new certificate in its place; signed files stay valid.",
            id="certificates.W001",
        )
    ]

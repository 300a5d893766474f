"""What people fill in on the public pages; nothing of it is kept."""

import hmac
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from certificates.printed_name import is_printed_name

LARGEST_FILE = 5 * 1024 * 1024
# A request is a little larger than the file in it.
LARGEST_REQUEST = LARGEST_FILE + 64 * 1024
FILES = "application/pdf,application/json,application/ld+json,image/png,image/svg+xml,.jwt"
LONGEST_NAME = 400


class CodeForm(forms.Form):
    """The code, typed from paper."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        max_length=200,
        help_text=_("It stands at the foot of the certificate. Small letters and spaces will do."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    """The PDF or the badge that somebody holds; it is compared and not kept."""

    file = forms.FileField(
        label=_("PDF or badge"),
        help_text=_("A badge is a picture (PNG, SVG) or a file for wallets (JSON, JWT)."),
        widget=forms.FileInput(attrs={"accept": FILES}),
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is larger than any certificate."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large to be a certificate."))
        return file


class NameForm(forms.Form):
    """The printed name, or the digest of the file that the browser worked out."""

    name = forms.CharField(
        label=_("Name on the certificate"),
        max_length=LONGEST_NAME,
        help_text=_("As it is printed. Capitals and marks over letters may be left out."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, certificate: Certificate, closed: str = "", **kwargs: Any
    ) -> None:
        """`closed` says why nothing is compared just now."""
        super().__init__(*args, **kwargs)
        self._certificate = certificate
        self._closed = closed
        self.fields["name"].required = not self.data.get("digest")

    def clean(self) -> dict[str, Any]:
        """Compare; what was wrong is not told any nearer."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self._has_file(said.get("digest", "")):
            # A digest cannot be guessed, so no stranger's tries shut out who has the file.
            return said
        if self._closed:
            # The right name gets the same answer.
            self.add_error("name", self._closed)
        elif not self.errors and not is_printed_name(
            said.get("name", ""), self._certificate.holder_name
        ):
            self.add_error("name", _("This is not the name on the certificate. Read it again."))
        return said

    def _has_file(self, digest: str) -> bool:
        issued = self._certificate.pdf_sha256
        return self._certificate.is_made and hmac.compare_digest(digest.encode(), issued.encode())

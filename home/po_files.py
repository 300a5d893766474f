"""Translations that come back as a PO file: looked at before wagtail-localize reads them."""

import os
import tempfile

import polib
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import upload_pofile, user_can_edit_instance

LARGEST = 5 * 1024 * 1024
WHOSE = "X-WagtailLocalize-TranslationID"


@require_POST
def upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    """
    Take the file of this translation; anything else is refused in words and changes nothing.

    wagtail-localize takes the file for its own and fails on one that names no translation.
    """
    translation = get_object_or_404(Translation, pk=translation_id)
    if not user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    file = request.FILES.get("file")
    if file is None:
        return _refuse(request, _("Choose the file first."))
    if file.size > LARGEST:
        return _refuse(request, _("The file is larger than 5 MB, so it is not the one you took."))
    whose = _whose(file.read())
    file.seek(0)
    if whose is None:
        return _refuse(
            request,
            _("This is no PO file of ours. Download the file here, translate it, and send it."),
        )
    return upload_pofile(request, translation_id)


def _whose(content: bytes) -> str | None:
    """Return the translation that a PO file names; None for what is no such file."""
    # From a file of our own: polib reads a text that is a path from the disk.
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sent.po")
        with open(path, "wb") as kept:
            kept.write(content)
        try:
            whose: str | None = polib.pofile(path).metadata.get(WHOSE)
        except (OSError, ValueError):
            # polib raises OSError for what it cannot parse, ValueError for other encodings.
            return None
    return whose


def _refuse(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))

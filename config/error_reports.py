"""What reports of errors leave out, on pages of debug too."""

from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

# Fields of forms that no report shows, whichever view they were sent to.
NEVER_SHOWN = ("identity_code",)


class DiscreetReporterFilter(SafeExceptionReporterFilter):
    """
    Hides what is marked as sensitive even while DEBUG is on.

    Django shows it then; personal identity codes must not stand on a screen there either.
    """

    def is_active(self, request: HttpRequest | None) -> bool:
        """Always."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        """Hide identity codes, marked or not."""
        sent = super().get_post_parameters(request)
        hidden = [name for name in sent if name.endswith(NEVER_SHOWN)]
        if hidden:
            sent = sent.copy()
            for name in hidden:
                sent[name] = self.cleansed_substitute
        return sent

"""Certificates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from certificates import issuing, pdf
        from courses.signals import completed
        from home import outbox

        completed.connect(issuing.on_completed, dispatch_uid="certificates_completed")
        outbox.register(issuing.MAKE_PDF, pdf.make_pdf, queue="pdf")

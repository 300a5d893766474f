"""Certificates."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from accounts import admin_door, personal_data
        from certificates import bulk, connecting, digest, expiring, issuing, pdf, telling
        from certificates.badges.key_check import check_badge_keys
        from certificates.models import Certificate
        from certificates.personal_data import (
            KEEP_UNTIL,
            erase_certificates,
            export_certificates,
        )
        from certificates.signing_check import check_signing_key
        from courses.registrar.standing import register_certificates
        from home import outbox

        connecting.connect()
        telling.connect()
        expiring.connect()
        digest.connect()
        checks.register(check_signing_key, deploy=True)
        checks.register(check_badge_keys, deploy=True)
        outbox.register(issuing.MAKE_PDF, pdf.make_pdf, queue="pdf")
        outbox.register(bulk.EFFECT, bulk.issue_in_bulk)
        admin_door.open_to_staff(["certificate:"])
        register_certificates(
            numbers=Certificate.objects.number_of_outer_completion,
            notes=Certificate.objects.not_valid_of,
        )
        personal_data.register(
            "certificates",
            export=export_certificates,
            erase=erase_certificates,
            keep_until=KEEP_UNTIL,
        )

"""What study staff have done with certificates: one revoked, one issued anew."""

from accounts.models import User
from certificates.models import Certificate, CertificateEvent
from certificates.revoking import reissue, revoke
from demo.accounts import account
from demo.loading.past import days_ago, on

RUN = "TKK1-2026K"


def load_deeds() -> None:
    """Revoke one certificate of a run and issue another anew; nothing where that is done."""
    if CertificateEvent.objects.filter(kind=CertificateEvent.Kind.REVOKED).exists():
        return
    staff = User.objects.get(email=account("staff").email)
    # Not one that was issued of late, when a name was corrected.
    of_run = Certificate.objects.in_force().filter(completion__run__code=RUN, supersedes=None)
    to_revoke, to_reissue = of_run.order_by("-pk")[:2]
    with on(days_ago(9)):
        revoke(
            to_revoke,
            by=staff,
            reason="Todistus myönnettiin vahingossa: loppukokeen arviointi on kesken.",
        )
    with on(days_ago(5)):
        reissue(to_reissue, by=staff, reason="Allekirjoittajan nimike oli väärin.")

"""What readers wrote under their own address: to hand over, and to forget."""

from accounts.models import User
from accounts.personal_data import Rows
from home.feedback.models import Feedback


def export_feedback(user: User) -> Rows:
    """Return what was sent with the person's address, and the answers."""
    rows = Feedback.objects.filter(email__iexact=user.email).order_by("sent_at")
    return [
        {
            "reference": row.reference,
            "sent": row.sent_at.isoformat(),
            "about": row.get_kind_display(),
            "message": row.words,
            "page": row.page,
            "answer": row.answer,
        }
        for row in rows
    ]


def erase_feedback(user: User) -> None:
    """Take the address away; what is wrong with the site stays to be mended."""
    Feedback.objects.filter(email__iexact=user.email).update(email="")

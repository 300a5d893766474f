"""What the register asks of the clock and the outbox; called when the platform starts."""

from accounts.protection import contact_protected
from courses.registrar import access, checks, identity_codes_ended, preparing
from home import clock, outbox

__all__ = ["checks", "connect"]


def connect() -> None:
    """Register the jobs and the effect; follow who becomes study staff and who is protected."""
    access.connect()
    clock.register("identity codes", identity_codes_ended.erase_due)
    clock.register("long lists", preparing.erase_old)
    outbox.register(preparing.EFFECT, preparing.make_list)
    contact_protected.connect(preparing.take_back_lists, dispatch_uid="long lists")

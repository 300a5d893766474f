"""What activities register with the rooms below them; `AppConfig.ready()` asks here."""

from accounts import admin_door
from courses.activities import files
from courses.activities.assessing import TELL_ASSESSED
from courses.activities.notices import tell_assessed
from courses.activities.webinar_mail import TELL_CHANGED, mail_change
from home import clock, handed_in, outbox

# Rooms that study staff and teachers may enter; what they see there is scoped.
ROOMS = ("submissions:",)


def connect() -> None:
    """Name the effects, the clock's job, the weight of files and the rooms."""
    outbox.register(TELL_ASSESSED, tell_assessed, queue="mail")
    outbox.register(TELL_CHANGED, mail_change, queue="mail")
    clock.register("courses.files", files.clear_files_hourly)
    handed_in.register("courses", files.weight_of)
    admin_door.open_to_staff(ROOMS)

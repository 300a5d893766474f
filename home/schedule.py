"""Publish and unpublish what editors have scheduled: a job of the clock."""

import logging
from datetime import datetime

from django.core.management import call_command
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Revision

from home.checks import PublishingRefusedError

logger = logging.getLogger(__name__)

REFUSED_BY_SCHEDULE = "home.schedule_refused"


def publish_due(now: datetime) -> int:
    """
    Publish the revisions whose time has come; return how many went live.

    Wagtail's own command stops at the first revision that is refused. Here a refused one
    goes back to being a draft, its history says why, and the others go on.
    """
    # With nothing left to publish for it, the command only unpublishes what has expired.
    done = sum(_publish(revision) for revision in _due(now))
    call_command("publish_scheduled", verbosity=0)
    return done


def _due(now: datetime) -> list[Revision]:
    return list(
        Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    )


def _publish(revision: Revision) -> bool:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except PublishingRefusedError as refusal:
        logger.error(
            "Not published on schedule: %s: %s", refusal.subject, "; ".join(refusal.messages)
        )
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(
            instance=refusal.subject,
            action=REFUSED_BY_SCHEDULE,
            revision=revision,
            data={"problems": refusal.messages},
        )
        return False
    return True

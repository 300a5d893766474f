"""What is looked at before the platform starts: services that EMBED_HOSTS misspells."""

from typing import Any

from django.conf import settings
from django.core import checks

from home.blocks.hosts import HOSTS

# How an installation says that it allows none.
NONE = "none"


def embed_hosts_are_known(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of names that are no service: editors would miss what somebody meant to allow."""
    known = {host.key for host in HOSTS}
    unknown = sorted(set(settings.EMBED_HOSTS) - known - {NONE})
    if not unknown:
        return []
    return [
        checks.Warning(
            f"EMBED_HOSTS names no service that is known: {', '.join(unknown)}.",
            hint=f"Known are {', '.join(sorted(known))}; {NONE} allows no service.",
            id="home.W001",
        )
    ]

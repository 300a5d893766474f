"""Commands of the demo work in a demo only."""

from django.conf import settings


def is_demo() -> bool:
    """Whether this installation may hold invented people with printed passwords."""
    return settings.DEMO or settings.DEBUG or settings.TESTING

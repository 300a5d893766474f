"""Where Django finds the models of this app; each lives in the module of its noun."""

from home.clock import ClockLease
from home.outbox import OutboxEntry
from home.pages import HomePage, StandardPage
from home.pictures import CustomDocument, CustomImage, CustomRendition

__all__ = [
    "ClockLease",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "HomePage",
    "OutboxEntry",
    "StandardPage",
]

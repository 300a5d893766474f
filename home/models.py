"""Where Django finds the models of this app; each lives in the module of its noun."""

from home.cards.models import ServiceCard
from home.clock import ClockLease
from home.glossary.models import GlossaryTerm
from home.h5p.models import H5PPackage
from home.links import ExternalLink
from home.outbox import OutboxEntry
from home.pages import HomePage, StandardPage
from home.pictures import CustomDocument, CustomImage, CustomRendition
from home.sharing import DraftShare

__all__ = [
    "ClockLease",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "DraftShare",
    "ExternalLink",
    "GlossaryTerm",
    "H5PPackage",
    "HomePage",
    "OutboxEntry",
    "ServiceCard",
    "StandardPage",
]

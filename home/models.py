"""Where Django finds the models of this app; each lives in the module of its noun."""

from home.accessibility.models import AccessibilityFinding
from home.cards.models import ServiceCard
from home.clock import ClockLease
from home.feedback.models import Feedback
from home.glossary.models import GlossaryTerm
from home.h5p.models import H5PPackage
from home.help.page import HelpPage
from home.links import ExternalLink
from home.notices.models import Notice, NoticeChoice, QuietHours
from home.outbox import OutboxEntry
from home.pages import HomePage, StandardPage
from home.pictures import CustomDocument, CustomImage, CustomRendition
from home.sharing import DraftShare

__all__ = [
    "AccessibilityFinding",
    "ClockLease",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "DraftShare",
    "ExternalLink",
    "Feedback",
    "GlossaryTerm",
    "H5PPackage",
    "HelpPage",
    "HomePage",
    "Notice",
    "NoticeChoice",
    "OutboxEntry",
    "QuietHours",
    "ServiceCard",
    "StandardPage",
]

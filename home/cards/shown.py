"""What a card tells in a county."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.models import User
from home.cards.models import ServiceCard


@dataclass(frozen=True)
class Overlay:
    """What is different in one county."""

    county: str
    value: Any


def overlays_of(
    card: ServiceCard, names: Mapping[str, str], county: str
) -> tuple[Overlay | None, list[Overlay]]:
    """Return what the county does in its own way, None for nothing, and the others by name."""
    known = [
        (block.value["county"], Overlay(names[block.value["county"]], block.value))
        for block in card.overlays
        if block.value["county"] in names
    ]
    own = next((overlay for key, overlay in known if key == county), None)
    others = [overlay for key, overlay in known if key != county]
    return own, sorted(others, key=lambda overlay: overlay.county)


def county_of(request: HttpRequest) -> str:
    """Return the key of the county asked for, else of the reader's own; empty for neither."""
    asked = request.GET.get("alue")
    if asked is not None:
        return asked[:80]
    user = request.user
    return user.county.key if isinstance(user, User) and user.county else ""

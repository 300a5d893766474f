"""What every page shows round its content."""

from typing import Any

from django.http import HttpRequest


def site_chrome(request: HttpRequest) -> dict[str, Any]:
    """Return the addresses of the navigation."""
    return {}

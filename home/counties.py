"""The wellbeing services counties, as lists offer them."""

from django.utils.translation import get_language

from accounts.models import Organisation
from home.sorting import sort_key


def county_choices() -> list[tuple[str, str]]:
    """Return (key, name in the reader's language) of each county and the like, by name."""
    kinds = (Organisation.Kind.COUNTY, Organisation.Kind.CITY, Organisation.Kind.REGION)
    found = Organisation.objects.filter(kind__in=kinds)
    return sorted(
        ((one.key, one.name) for one in found),
        key=lambda pair: sort_key(pair[1], get_language() or "fi"),
    )

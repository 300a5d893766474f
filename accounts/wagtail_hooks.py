"""What accounts add to Wagtail's admin."""

from wagtail import hooks

from accounts.organisation_admin import OrganisationGroup
from accounts.people_admin import EraseBulkAction

# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", EraseBulkAction, order=1)


@hooks.register("register_admin_viewset")
def register_organisations() -> OrganisationGroup:
    """Organisations and memberships, for administrators."""
    return OrganisationGroup()

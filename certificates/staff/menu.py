"""Ways to staff's rooms: addresses, the menu of reports, and a word on what failed."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from accounts.keeping import is_study_staff
from certificates import troubles


@hooks.register("register_admin_urls")
def register_staff_rooms() -> list[Any]:
    """The certificates of one's own organisations."""
    return [path("todistukset/", include("certificates.staff.urls"))]


class CertificatesMenuItem(MenuItem):
    """Shown to those who may open what it leads to."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person is study staff somewhere."""
        return is_study_staff(request.user)


@hooks.register("register_reports_menu_item")
def register_certificates_menu_item() -> CertificatesMenuItem:
    """Put the certificates after the completion list."""
    return CertificatesMenuItem(
        _("Certificates"),
        reverse("certificate:list"),
        name="certificates",
        icon_name="doc-full-inverse",
        order=12,
    )


class TroublesPanel(Component):
    """How many files and mails of certificates have failed; nothing where none has."""

    name = "certificate_troubles"
    template_name = "certificates/staff/troubles_panel.html"
    order = 35

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Give the template the count."""
        user = parent_context["request"].user
        keeps = is_study_staff(user)
        return {"failing": troubles.failing_for(user).count() if keeps else 0}


@hooks.register("construct_homepage_panels")
def show_troubles(request: HttpRequest, panels: list[Component]) -> None:
    """Put the word on the dashboard."""
    panels.append(TroublesPanel())

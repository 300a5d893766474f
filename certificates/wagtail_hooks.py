"""What certificates add to Wagtail: the template as a snippet, and study staff's rooms."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.models import CertificateTemplate
from certificates.staff import menu

__all__ = ["menu"]


class CertificateTemplateViewSet(SnippetViewSet):
    """Templates belong to the site, not to an organisation: editors see them all."""

    model = CertificateTemplate
    icon = "doc-full-inverse"
    menu_label = _("Certificate templates")
    list_display = ["name", "course", "programme", "layout"]


register_snippet(CertificateTemplateViewSet)

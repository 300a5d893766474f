"""Where courses hang in the tree of pages; made where an empty installation lacks it."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from courses.packages.report import Report
from courses.pages.models import CataloguePage
from home.models import HomePage
from home.words import SOURCE_LANGUAGE


def catalogue_in(locale: Locale, report: Report) -> Page:
    """Return the list of courses of a language; made, with its front page, where it is missing."""
    found = CataloguePage.objects.filter(locale=locale).order_by("-live", "path").first()
    if found is not None:
        return found
    with override(locale.language_code):
        title = _("Courses")
    source = _source(locale)
    catalogue = CataloguePage(title=title, locale=locale, live=True)
    if source is not None:
        catalogue.translation_key = source.translation_key
    _front_page(locale).add_child(instance=catalogue)
    report.change(title, "", _("There was no list of courses in this language; it was made."))
    return catalogue


def _source(locale: Locale) -> CataloguePage | None:
    others = CataloguePage.objects.exclude(locale=locale)
    return others.filter(locale__language_code=SOURCE_LANGUAGE).order_by("path").first()


def _front_page(locale: Locale) -> Page:
    found = HomePage.objects.filter(locale=locale).order_by("-live", "path").first()
    if found is not None:
        return found
    home = HomePage(
        title=settings.WAGTAIL_SITE_NAME,
        slug=f"home-{locale.language_code}",
        lead=settings.WAGTAIL_SITE_NAME,
        locale=locale,
        live=True,
    )
    source = HomePage.objects.filter(locale__language_code=SOURCE_LANGUAGE).first()
    if source is not None:
        home.translation_key = source.translation_key
    Page.get_first_root_node().add_child(instance=home)
    _serve(home)
    return home


def _serve(home: HomePage) -> None:
    """Let the site begin there, where it still begins at the page that Wagtail comes with."""
    if home.locale.language_code != SOURCE_LANGUAGE:
        return
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and site.root_page.specific_class is Page:
        site.root_page = home
        site.save()

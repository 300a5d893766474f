"""The pages of a course file on their way into the tree: made, then written, then published."""

from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from courses.catalogue.models import Course
from courses.packages.contents import PageItem, digest_of
from courses.packages.deeds import Deed
from courses.packages.packing import page_name
from courses.packages.references import field_walker
from courses.packages.rows import page_fields, set_words, words_of
from courses.packages.site_tree import catalogue_in
from courses.packages.unpacking import Unpacking
from courses.pages.models import CoursePage, ModulePage, StepPage
from courses.pages.outline import COURSE_PATH
from home.checks import PublishingRefusedError
from home.words import SOURCE_LANGUAGE

Place = tuple[str, str]


class NotTakenError(Exception):
    """A page that is not taken; the message says why. What stands below it is not either."""


class PagesIn:
    """
    One course's pages; `numbers` are those of the file that are here, by key and language.

    Pages are made before anything is written into them, since they point at each other.
    """

    def __init__(self, unpacking: Unpacking, course: Course) -> None:
        self.unpacking, self.course = unpacking, course
        self.items = unpacking.contents.pages
        self.numbers: dict[Place, int] = {}
        self._deeds: dict[Place, Deed] = {}

    def make(self) -> None:
        """Find each page, or make it without its texts, below its parent and in its place."""
        for item in self.items:
            self.unpacking.speak_of(_what(item), item.where)
            found = self._there(item)
            try:
                if found is None:
                    deed, there = Deed.ADD, self._made(item)
                elif self._course_of(found) == self.course.pk:
                    deed, there = self._deed(item, found), found.pk
                else:
                    raise NotTakenError(_("This page is here already, in another course."))
            except NotTakenError as refusal:
                self.unpacking.report.refuse(self.unpacking.place, item.where, str(refusal))
                continue
            self.numbers[item.key, item.language] = there
            self._deeds[item.key, item.language] = deed
            self.unpacking.made(page_name(item.key, item.language), there)

    def _there(self, item: PageItem) -> Page | None:
        found = Page.objects.filter(
            translation_key=item.key, locale__language_code=item.language
        ).first()
        return found.specific if found else None

    def _course_of(self, page: Page) -> int | None:
        root = page.path[:COURSE_PATH]
        return CoursePage.objects.filter(path=root).values_list("course", flat=True).first()

    def _deed(self, item: PageItem, page: Page) -> Deed:
        # The address stays as it is here, whatever the file says.
        there = self._said(page.get_latest_revision_as_object())
        return self.unpacking.deed(
            "page", item.key, item.language, came=item.digest, there=digest_of(there)
        )

    def _said(self, page: Page) -> dict[str, Any]:
        return words_of(page, page_fields(type(page)), self.unpacking.writer)

    def _made(self, item: PageItem) -> int:
        model, parent = _model(item.kind), self._parent(item)
        if model is None:
            raise NotTakenError(_("Courses have no such pages."))
        if parent is None:
            raise NotTakenError(_("The page above it is not here."))
        if model not in parent.specific_class.allowed_subpage_models():
            raise NotTakenError(_("Such a page cannot stand there."))
        page = model(
            translation_key=item.key,
            locale=_locale(item.language),
            live=False,
            has_unpublished_changes=True,
        )
        if isinstance(page, CoursePage):
            page.course = self.course
        names = [name for name in page_fields(model) if not _has_texts(model, name)]
        refused = set_words(page, item.words, names, self.unpacking)
        if not page.title.strip():
            raise NotTakenError(_("It has no title."))
        self.unpacking.tell_unfit(refused, model)
        if missing := _missing(page, names):
            raise NotTakenError(_("What it is about is missing: %(what)s.") % {"what": missing})
        page.slug = _free_slug(page.slug, parent)
        self._put(page, item, parent)
        return int(page.pk)

    def _parent(self, item: PageItem) -> Page | None:
        if not item.parent:
            return catalogue_in(_locale(item.language), self.unpacking.report)
        number = self.numbers.get((item.parent, item.language))
        return Page.objects.get(pk=number) if number else None

    def _put(self, page: Page, item: PageItem, parent: Page) -> None:
        """After the page that stands before it in the file; a first one before all others."""
        before = [
            other
            for other in self.items[: self.items.index(item)]
            if other.parent == item.parent and other.language == item.language
        ]
        for other in reversed(before):
            number = self.numbers.get((other.key, other.language))
            neighbour = Page.objects.filter(pk=number, path__startswith=parent.path).first()
            if item.parent and neighbour is not None:
                neighbour.add_sibling("right", instance=page)
                return
        first = parent.get_first_child() if item.parent else None
        if first is not None:
            first.add_sibling("left", instance=page)
        else:
            parent.add_child(instance=page)

    def write(self) -> None:
        """Put the words into the pages that are new or newer, as drafts."""
        for item in self.items:
            place = (item.key, item.language)
            if place not in self.numbers:
                continue
            self.unpacking.speak_of(_what(item), item.where)
            if self.unpacking.tell(self._deeds[place]):
                self._write(item, self._deeds[place])

    def _write(self, item: PageItem, deed: Deed) -> None:
        page = Page.objects.get(pk=self.numbers[item.key, item.language]).specific
        draft = page if deed is Deed.ADD else page.get_latest_revision_as_object()
        before = {} if deed is Deed.ADD else self._said(draft)
        names = [name for name in page_fields(type(page)) if name != "slug"]
        if deed is Deed.ADD:
            names = [name for name in names if _has_texts(type(page), name)]
        unfit = set_words(draft, item.words, names, self.unpacking)
        if self.unpacking.loses_a_file(before, self._said(draft)):
            self._deeds[item.key, item.language] = Deed.KEEP
            return
        self.unpacking.tell_unfit(unfit, type(page))
        if deed is Deed.ADD:
            draft.save(clean=False)
        draft.save_revision(user=self.unpacking.person, clean=False)
        self.unpacking.remember(
            "page",
            item.key,
            item.language,
            came=item.digest,
            stood=digest_of(self._said(draft)),
        )

    def steps(self) -> list[StepPage]:
        """Return the Finnish pages that are steps, in order."""
        numbers = [
            number for (_key, language), number in self.numbers.items()
            if language == SOURCE_LANGUAGE
        ]  # fmt: skip
        pages = Page.objects.filter(pk__in=numbers).order_by("path").specific()
        return [page for page in pages if isinstance(page, StepPage)]

    def publish(self) -> None:
        """Publish what the file has as published; what is not fit stays a draft and says why."""
        for item in self.items:
            number = self.numbers.get((item.key, item.language))
            deed = self._deeds.get((item.key, item.language))
            if number is None or not item.live or deed not in {Deed.ADD, Deed.UPDATE}:
                continue
            page = Page.objects.get(pk=number).specific
            try:
                page.latest_revision.publish(user=self.unpacking.person)
            except PublishingRefusedError as refusal:
                self.unpacking.report.change(
                    _what(item),
                    item.where,
                    _("It stays a draft: %(why)s") % {"why": " ".join(refusal.messages)},
                )

    def tell_of_others(self) -> None:
        """Name the pages of the course that the file does not have: they stay."""
        roots = CoursePage.objects.filter(course=self.course).values_list("path", flat=True)
        below = models.Q()
        for path in roots:
            below |= models.Q(path__startswith=path)
        others = Page.objects.filter(below).exclude(pk__in=self.numbers.values())
        refused = {(line.what, line.where) for line in self.unpacking.report.refused}
        for page in others.order_by("path").select_related("locale") if roots else ():
            what = _named(
                page.specific_class._meta.verbose_name, page.title, page.locale.language_code
            )
            if not any(what == said for said, _where in refused):
                self.unpacking.report.change(what, "", _("The file does not have it. It stays."))


def _model(label: str) -> type[Page] | None:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, (CoursePage, ModulePage, StepPage)) else None


def _has_texts(model: type[Page], name: str) -> bool:
    return field_walker(model._meta.get_field(name)) is not None


def _missing(page: Page, names: list[str]) -> str:
    """Return what a page cannot be without, such as the quiz of a quiz page."""
    for name in names:
        field = page._meta.get_field(name)
        needed = isinstance(field, models.ForeignKey) and not field.null
        if needed and getattr(page, field.attname) is None:
            return str(field.verbose_name)
    return ""


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def _free_slug(slug: str, parent: Page) -> str:
    """Return an address that no other page there has; "" lets the title make one."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    number, found = 2, slug
    while found and found in taken:
        found = f"{slug[:240]}-{number}"
        number += 1
    return found


def _what(item: PageItem) -> str:
    model = _model(item.kind)
    kind = model._meta.verbose_name if model else item.kind[:60]
    return _named(str(kind), str(item.words.get("title") or item.key)[:200], item.language)


def _named(kind: str, title: str, language: str) -> str:
    return f"{capfirst(kind)} “{title}” ({language})"

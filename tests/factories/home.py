"""
Pages in their tree, live from the first: as published, only without a revision (`publish`
makes one). A page is made in its parent's language; `in_language` adds its translation.
"""

import io
import itertools
import json
from functools import partial

import factory
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image as PillowImage
from wagtail.models import Locale, Page, Site
from wagtail.signals import page_published

from home.checks import find_problems
from home.help.page import HelpPage
from home.pages import HomePage, StandardPage
from home.pictures import CustomDocument, CustomImage

NUMBERS = itertools.count()


class PageFactory(DjangoModelFactory):
    """
    A live page below `parent`; `published=False` leaves it a draft.

    `announced=False` spares what listens to publishing, for whoever announces a page below.
    """

    class Meta:
        abstract = True

    title = factory.Sequence(lambda n: f"Sivu {n}")
    # One row of numbers for all types: siblings of two types must not begin with the same one.
    slug = factory.LazyFunction(lambda: f"sivu-{next(NUMBERS)}")
    published = True

    @classmethod
    def _create(cls, model_class, *args, parent, published, announced=True, locale=None, **kwargs):
        day = timezone.now() if published else None
        dates = {"first_published_at": day, "last_published_at": day}
        page = model_class(locale=locale or parent.locale, live=published, **dates, **kwargs)
        if published:
            page.save = partial(_save_fit, page)
        parent.add_child(instance=page)
        if published:
            del page.save
        if published and announced:
            announce(page)
        return page


def announce(page):
    """Tell of a live page: a course's steps follow from all of its live pages."""
    page_published.send(sender=type(page), instance=page)


class ParentFactory(factory.SubFactory):
    """The page above, made for the page: when that is announced, this need not be."""

    def __init__(self, made_by, **kwargs):
        told = factory.LazyAttribute(lambda page: not page.factory_parent.published)
        super().__init__(made_by, announced=told, **kwargs)


def _save_fit(page, **kwargs):
    """Save a page that may go live, looking once: the gate and Wagtail would both look."""
    # The gate would make a draft of what is not fit; a test should hear of it.
    assert not (problems := list(find_problems(page))), problems
    type(page).save(page, clean=False, **kwargs)


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage

    title = "Opi tukemaan työkykyä"
    slug = "etusivu"
    lead = "Opit."


def publish(page):
    """Publish the page as it stands; returns it as the database has it now."""
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def front_page(language: str = "fi") -> HomePage:
    """Return the front page in a language, made at the first call; Finnish comes first."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    found = HomePage.objects.filter(locale=locale).first()
    if found:
        return found
    if language != "fi":
        return in_language(front_page(), language, title=f"Työkykypolku {language}")
    root = Page.get_first_root_node()
    page = HomePageFactory(parent=root, locale=locale)
    Site.objects.update(root_page=page)
    Site.clear_site_root_paths_cache()
    return page


def in_language(page, language: str, published: bool = True, **words):
    """Translate a page, and what lies above it where that has no translation yet."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    parent = page.get_parent().specific
    if not parent.is_root() and not parent.has_translation(locale):
        in_language(parent, language)
    copy = page.copy_for_translation(locale)
    for name, value in ({"slug": f"{page.slug}-{language}"} | words).items():
        setattr(copy, name, value)
    copy.save()
    return publish(copy) if published else copy


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Tietosivu {n}")
    parent = factory.LazyFunction(front_page)


class HelpPageFactory(PageFactory):
    """The help with one topic; `questions` are (id, question, answer, other words)."""

    class Meta:
        model = HelpPage

    class Params:
        questions = (("q-1", "Miten saan todistuksen?", "<p>Heti.</p>", ""),)

    title = "Ohje"
    slug = "ohje"
    parent = factory.LazyFunction(front_page)
    topics = factory.LazyAttribute(lambda page: topics_of(page.questions))


def topics_of(questions, heading="Opiskelu"):
    """Return one topic as the help page keeps it."""
    items = [
        {
            "type": "item",
            "id": place,
            "value": {"question": question, "answer": answer, "other_words": other},
        }
        for place, question, answer, other in questions
    ]
    value = {"heading": heading, "questions": items}
    return json.dumps([{"type": "topic", "id": "t-1", "value": value}])


class ImageFactory(DjangoModelFactory):
    """A grey picture, wide enough to be made smaller."""

    class Meta:
        model = CustomImage

    title = factory.Sequence(lambda n: f"Kuva {n}")

    @factory.lazy_attribute
    def file(self):
        data = io.BytesIO()
        PillowImage.new("RGB", (1600, 900), "grey").save(data, "PNG")
        data.seek(0)
        return ImageFile(data, name=f"{self.title}.png")


class DocumentFactory(DjangoModelFactory):
    """A file of a few words."""

    class Meta:
        model = CustomDocument

    title = factory.Sequence(lambda n: f"Liite {n}")

    @factory.lazy_attribute
    def file(self):
        return ContentFile(b"Suunnitelman runko", name=f"{self.title}.txt")

"""A course page by page, language by language."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from courses.health.parity import parity_rows, summary
from courses.pages.models import LessonPage
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import course_with, lessons_of
from tests.factories.home import in_language

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    """A course of one module with three lessons; the second is in Swedish, the third half so."""
    page = course_with(modules=1, lessons=3)
    _first, second, third = lessons_of(page)
    for parent in (page, page.get_children().get()):
        in_language(parent.specific, "sv", title="Kurs")
    in_language(second, "sv", title="Andra")
    in_language(third, "sv", title="Tredje", published=False)
    return page


def states(page, language=0):
    return [str(row.cells[language].state) for row in parity_rows(page.course)]


def test_each_page_stands_in_each_language(course):
    assert states(course) == ["live", "live", "missing", "live", "draft"]
    assert set(states(course, 1)) == {"missing"}
    assert [row.depth for row in parity_rows(course.course)] == [0, 1, 2, 2, 2]
    assert summary(parity_rows(course.course)) == [("sv", 3, 5), ("en", 0, 5)]


def test_a_source_published_anew_makes_its_translation_old(course):
    second = lessons_of(course)[1]
    later = timezone.now() + datetime.timedelta(hours=1)
    LessonPage.objects.filter(pk=second.pk).update(last_published_at=later)
    assert states(course)[3] == "older"


def test_a_half_done_translation_says_how_many_passages(course):
    third = lessons_of(course)[2]
    source, _made = TranslationSource.get_or_create_from_instance(third)
    Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="sv"))
    total = source.stringsegment_set.count()
    [cell] = [row.cells[0] for row in parity_rows(course.course) if row.title == third.title]
    assert total > 1
    assert f"0 / {total}" in cell.passages


def test_the_queries_do_not_grow_with_the_lessons(course):
    few = course_with(modules=1, lessons=1)
    counts = []
    for page in (few, course):
        with CaptureQueriesContext(connection) as asked:
            parity_rows(page.course)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_every_cell_leads_to_what_can_be_done(client, course):
    client.force_login(AdministratorFactory())
    page = client.get(reverse("course_health_languages", args=[course.course.pk]))
    assert page.status_code == 200
    for row in page.context["rows"]:
        for cell in row.cells:
            assert client.get(cell.href).status_code == 200

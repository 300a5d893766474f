"""Files that mean harm: texts without end, and courses that are not the sender's to change."""

import io
import time

import pytest
from django.utils.translation import override
from wagtail.models import GroupPagePermission

from accounts.models import User
from courses.catalogue.models import Course
from courses.packages.importing import bring
from courses.packages.passages import passages
from courses.packages.reading import contents_of
from courses.packages.report import UnreadablePackageError
from courses.pages.models import CoursePage
from home.html import clean
from tests.factories.accounts import EditorFactory
from tests.quizzes.packages.courses_with_all import as_file, brought, taken_away


class Nowhere:
    """Knows of no file and no page."""

    def medium(self, address):
        return None

    def page(self, address):
        return None


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


DEEP = ("<div>", "<h1>x ", "<table><tr><td>", "<ul><li>", "<b>")


@pytest.mark.parametrize("piece", DEEP)
def test_elements_without_end_become_words(piece):
    told = []
    blocks = passages(f"{piece * 3000}Sana &lt;b&gt;<script>x()</script>", Nowhere(), told.append)
    assert any("without end" in words for words in told)
    assert "Sana &lt;b&gt;" in blocks[-1]["value"]
    assert "x()" not in str(blocks)


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<"])
def test_tangled_markup_is_read_in_a_moment(piece):
    begun = time.process_time()
    assert "Sana" in clean(f"<p>Sana</p>{piece * 8000}")
    assert passages(f"<p>Sana</p>{piece * 8000}", Nowhere(), lambda words: None)
    assert time.process_time() - begun < 8


@pytest.mark.django_db
@pytest.mark.slow
def test_a_course_that_is_not_theirs_to_edit_is_not_written_over():
    brought(taken_away())
    course = Course.objects.get()
    page = CoursePage.objects.get(course=course, locale__language_code="fi")
    data = as_file(course)
    person = EditorFactory()
    with contents_of(io.BytesIO(data)) as contents:
        assert bring(contents, person=person, dry_run=True).course == course
    # An author of another part of the site, as administrators may make them.
    GroupPagePermission.objects.filter(group__user=person).delete()
    person = User.objects.get(pk=person.pk)
    assert not page.permissions_for_user(person).can_edit()
    with (
        contents_of(io.BytesIO(data)) as contents,
        pytest.raises(UnreadablePackageError, match="you may not edit it"),
    ):
        bring(contents, person=person)

"""A course with all that a file can hold, and the way out and in."""

import io
import json
from functools import cache

from django.db import transaction
from wagtail.models import Page

from courses.catalogue.models import Course
from courses.packages.exporting import gather, write
from courses.packages.importing import bring
from courses.packages.reading import contents_of
from courses.pages.models import LessonPage
from tests.factories.courses import (
    CoursePageFactory,
    LessonPageFactory,
    ModulePageFactory,
    StepRuleFactory,
)
from tests.factories.h5p import h5p_exercise
from tests.factories.home import DocumentFactory, ImageFactory, in_language, publish
from tests.factories.quizzes import QuizFactory, QuizPageFactory, bank_of, in_swedish, question


def everything():
    """A published course: a lesson with media and links, its Swedish page, a quiz of a bank."""
    page = CoursePageFactory(course__code="KAIKKI-1", title="Kaikki", slug="kaikki")
    module = ModulePageFactory(parent=page, title="Osio")
    first = LessonPageFactory(parent=module, title="Ensin", slug="ensin")
    image, document, exercise = ImageFactory(), DocumentFactory(), h5p_exercise()
    lesson = LessonPageFactory(
        parent=module,
        title="Sitten",
        slug="sitten",
        body=json.dumps(
            [
                {
                    "type": "text",
                    "value": f'<p>Lue <a linktype="page" id="{first.pk}">ensin</a> ja '
                    f'<a linktype="document" id="{document.pk}">liite</a>.</p>',
                },
                {
                    "type": "picture",
                    "value": {"image": image.pk, "alt": "Harmaata", "caption": ""},
                },
                {
                    "type": "exercise",
                    "value": {"title": "Kokeile", "exercise": exercise.pk, "alternative": ""},
                },
            ]
        ),
    )
    publish(lesson)
    in_language(lesson, "sv", title="Sedan")
    bank = bank_of(2)
    fixed = question()
    in_swedish(fixed)
    quiz = QuizFactory(name="Loppukoe", asks=[fixed], draws=(2, bank))
    quiz_page = QuizPageFactory(parent=module, quiz=quiz, title="Koe", slug="koe")
    StepRuleFactory(
        step=Course.objects.get().steps.get(key=quiz_page.translation_key), minimum_percent=70
    )
    return Course.objects.get()


def as_file(course):
    """The bytes of a course's file."""
    target = io.BytesIO()
    write(gather(course)[0], target)
    return target.getvalue()


def brought(data, **options):
    """What became of a file."""
    with contents_of(io.BytesIO(data)) as contents:
        return bring(contents, **options)


@cache
def taken_away():
    """The bytes of `everything`, in a database that has nothing of it any more."""
    with transaction.atomic():
        data = as_file(everything())
        transaction.set_rollback(True)
    assert not Course.objects.exists()
    assert not LessonPage.objects.exists()
    return data


def page(title):
    """The page of a title, as its own type."""
    return Page.objects.get(title=title, locale__language_code="fi").specific

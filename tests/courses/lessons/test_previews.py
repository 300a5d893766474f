"""A preview shows an editor what a learner would meet, and keeps nothing of anybody."""

import pytest

from courses.models import CourseStep
from courses.pages.models import HALF, VISITOR
from tests.factories.lessons import BlockDeedFactory, doing, identity, lesson_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    blocks = [{"type": child.block_type, "value": child.get_prep_value()["value"], "id": child.id}
              for child in doing()]  # fmt: skip
    return lesson_with(*blocks)


def shown(lesson, mode):
    response = lesson.make_preview_request(preview_mode=mode)
    return response.render().content.decode()


@pytest.mark.parametrize(("mode", "forms"), [(HALF, 1), (VISITOR, 0)])
def test_the_forms_are_those_of_the_learner_who_is_invented(lesson, mode, forms):
    page = shown(lesson, mode)
    for ending in ("arvio", "muistiinpano", "katsottu"):
        assert page.count(f'/{ending}/"') == forms


def test_nothing_is_sent_by_itself_and_nobodys_deeds_are_read(lesson):
    BlockDeedFactory(
        step=CourseStep.objects.get(key=lesson.translation_key),
        block_id=identity("reflection"),
        data={"text": "Toisen oma"},
    )
    page = shown(lesson, HALF)
    assert "Toisen oma" not in page
    assert not [mark for mark in ("writing", "checklist", "watched") if f"data-{mark}" in page]

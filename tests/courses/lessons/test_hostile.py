"""What an editor or a learner types in these blocks runs nowhere."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.models import CourseStep
from courses.lessons.margins import NOTE, VERSION
from courses.lessons.models import BlockDeed
from home.blocks.reflections import LONGEST_TEXT
from tests.factories.lessons import (
    BlockDeedFactory,
    block,
    case,
    checklist,
    identity,
    lesson_with,
    reflection,
    video,
)

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}<!--/doing:x-->"


def hostile(value):
    """The same value with every text made hostile; what is chosen or counted stays."""
    # Rich text is cleaned where it is saved; what stands in the database is trusted HTML.
    kept = {"scale", "url", "id", "type", "language", "introduction", "transcript"}
    if isinstance(value, dict):
        return {
            key: each if key in kept or key == "captions_there" else hostile(each)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [hostile(each) for each in value]
    return HOSTILE if isinstance(value, str) and not value.startswith("<p>") else value


BLOCKS = {
    "checklist": checklist(),
    "branching_case": case(criteria=["Ääni"]),
    "reflection": reflection(),
    "video": video(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_an_editors_words_stay_words(client, at, kind):
    lesson = lesson_with(block(kind, hostile(BLOCKS[kind])))
    at(lesson)
    for query in ({}, {"lohko": identity(kind), "polku": "1"}):
        page = client.get(lesson.url, query).text
        assert f'id="lohko-{identity(kind)}"' in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.django_db
def test_a_learners_words_stay_words(client, at, address_of):
    lesson = lesson_with(block("reflection", reflection()))
    address = address_of("save_reflection", at(lesson), lesson, "reflection")
    client.post(address, {"text": f"</textarea>{HOSTILE}", "based_on": 0})
    for url in (lesson.url, "/fi/opinnot/muistiinpanot/"):
        page = client.get(url).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["\x00", "x" * 20_000, "1.1.1.1" * 3000, "../..", "%00", "-1.٣"])
def test_an_odd_address_is_a_page_all_the_same(client, at, odd):
    lesson = lesson_with(*(block(kind, value) for kind, value in BLOCKS.items()))
    at(lesson)
    for kind in BLOCKS:
        answer = client.get(lesson.url, {"lohko": identity(kind), "polku": odd, "k-x": odd})
        assert answer.status_code in (200, 400)


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["xyz", '"><b>', "-->", "AAAAAAAA-0000-4000-8000-00000000000B"])
def test_a_block_whose_id_is_none_is_as_it_is_for_everybody(client, at, odd):
    lesson = lesson_with(
        block("reflection", reflection(question="Ensimmäinen?")) | {"id": odd},
        block("reflection", reflection(question="Toinen?"), "b"),
    )
    at(lesson)
    page = client.get(lesson.url).text
    assert "Ensimmäinen?" in page
    assert '"><b>' not in page
    assert page.count("reflection__text") == 1


@pytest.mark.django_db
def test_what_was_done_in_a_block_of_another_kind_stays_and_is_not_shown(client, at, address_of):
    lesson = lesson_with(block("reflection", reflection(), "same"))
    enrolment = at(lesson)
    step = CourseStep.objects.get(key=lesson.translation_key)
    before = BlockDeedFactory(
        learner=enrolment.learner, step=step, block_id=identity("same"), kind="watched", data={}
    )
    address = address_of("save_reflection", enrolment, lesson, "same")
    client.post(address, {"text": "Ajatus", "based_on": 0})
    assert ">\nAjatus</textarea>" in client.get(lesson.url).text
    assert BlockDeed.objects.exclude(pk=before.pk).get().data == {"text": "Ajatus"}


@pytest.mark.django_db
def test_a_lesson_that_is_not_open_is_not_shown_by_what_is_refused(client, at, address_of):
    lesson = lesson_with(block("reflection", reflection()))
    enrolment = at(lesson)
    enrolment.run.starts_on = timezone.localdate() + timedelta(days=2)
    enrolment.run.ends_on = None
    enrolment.run.save()
    too_long, block_id = "x" * (LONGEST_TEXT + 1), identity("reflection")
    marking = reverse("courses:save_marking", args=[enrolment.pk, lesson.translation_key])
    for address, sent in (
        (address_of("save_reflection", enrolment, lesson, "reflection"), {"text": too_long}),
        (marking, {"keep": block_id, f"{NOTE}{block_id}": too_long}),
        (marking, {"place": block_id}),
    ):
        answer = client.post(address, {"based_on": 0} | sent, follow=True)
        assert "Työkyky on suhde" not in answer.text
    assert not BlockDeed.objects.exists()


@pytest.mark.django_db
def test_an_odd_version_of_a_note_is_an_old_one(client, at):
    lesson = lesson_with(block("reflection", reflection()))
    marking = reverse("courses:save_marking", args=[at(lesson).pk, lesson.translation_key])
    block_id = identity("reflection")
    for odd in ("9" * 5000, "٣", "-1", ""):
        sent = {
            "keep": block_id,
            f"{NOTE}{block_id}": f"Sana {odd[:3]}",
            f"{VERSION}{block_id}": odd,
        }
        assert client.post(marking, sent).status_code == 302

"""A learner's own notes, bookmarks and place in a lesson: theirs alone, and never lost."""

import re
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils.translation import override

from courses.lessons.marking import keep_place, lesson_of
from courses.lessons.models import Marking, ReadingPlace
from courses.pages.passages import (
    Spot,
    at_paragraph,
    before,
    paragraph_at,
    paragraphs_of,
    passages_of,
    spot_in,
)
from home.blocks import ContentBlock
from home.blocks.reflections import LONGEST_TEXT
from tests.factories.accounts import UserFactory
from tests.factories.courses import EnrolmentFactory
from tests.factories.home import publish
from tests.factories.lessons import block, identity, lesson_with, reflection

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
JSON = {"HTTP_ACCEPT": "application/json"}
MIDDLE = block("text", "<h2>Toinen kohta</h2><p>Puhu työstä ensin.</p>", "middle")
LAST = block("text", "<p>Sovi seurannasta.</p>", "last")


@pytest.fixture
def lesson():
    return lesson_with(MIDDLE, block("reflection", reflection()), LAST, minutes=8)


@pytest.fixture
def sent(client, lesson):
    """Press a button of the lesson's form."""

    def sent_(enrolment, deed, name, note="", version=0, **headers):
        block_id = identity(name)
        form = {deed: block_id, f"note-{block_id}": note, f"version-{block_id}": version}
        address = reverse("courses:save_marking", args=[enrolment.pk, lesson.translation_key])
        return client.post(address, form, **headers)

    return sent_


def version_in(html: str) -> int:
    [version] = re.findall(r'name="version-[^"]+" value="(\d+)"', html)
    return int(version)


def test_a_note_is_kept_masked_and_shown_to_its_writer_alone(client, lesson, at, sent):
    enrolment = at(lesson)
    answer = sent(enrolment, "keep", "middle", "Kysy tiimiltä 010190-123A")
    assert answer.url == f"{lesson.url}#lohko-{identity('middle')}"
    marking = Marking.objects.get()
    assert (marking.passage, marking.learner) == ("Toinen kohta", enrolment.learner)
    assert "010190" not in marking.note
    page = client.get(lesson.url).text
    assert page.count("Kysy tiimiltä") == 2
    # Another learner of the run, and staff, see nothing of it.
    client.force_login(EnrolmentFactory(run=enrolment.run).learner)
    assert "Kysy tiimiltä" not in client.get(lesson.url).text
    client.force_login(UserFactory())
    assert sent(enrolment, "keep", "middle", "Vieras").status_code == 404
    assert Marking.objects.get() == marking


def test_what_two_tabs_write_is_kept_both(lesson, at, sent):
    enrolment = at(lesson)
    with override("fi"):
        told = sent(enrolment, "keep", "middle", "Ensin", **JSON).json()
        version = version_in(told["margin"])
        sent(enrolment, "keep", "middle", "Toinen ikkuna", version, **JSON)
        sent(enrolment, "keep", "middle", "Ensin ja lisää", version, **JSON)
    assert Marking.objects.get().note == "Toinen ikkuna\n\nEnsin ja lisää"


def test_a_bookmark_and_a_note_come_and_go_by_themselves(client, lesson, at, sent):
    enrolment = at(lesson)
    sent(enrolment, "bookmark", "last")
    sent(enrolment, "keep", "last", "Seuranta")
    sent(enrolment, "unbookmark", "last")
    kept = Marking.objects.get()
    assert (kept.note, kept.bookmarked_at) == ("Seuranta", None)
    told = sent(enrolment, "keep", "last", " ", version_in(client.get(lesson.url).text), **JSON)
    assert not Marking.objects.exists()
    assert "Seuranta" not in told.json()["own"]


def test_what_cannot_be_kept_is_told_and_stays_in_its_field(client, lesson, at, sent):
    enrolment = at(lesson)
    answer = sent(enrolment, "keep", "middle", "ö" * (LONGEST_TEXT + 1))
    assert answer.status_code == 413
    assert "ö" * (LONGEST_TEXT + 1) in answer.text
    for deed, name in [("keep", "nowhere"), ("bookmark", "nowhere")]:
        assert sent(enrolment, deed, name, "x").status_code == 404
    address = reverse("courses:save_marking", args=[enrolment.pk, lesson.translation_key])
    for form in ({}, {"keep": "x"}, {"place": "\x00"}, {"keep": [1, 2]}):
        assert client.post(address, form).status_code in (302, 400)
    client.logout()
    assert sent(enrolment, "keep", "middle", "Kirjoitettu").status_code == 401
    assert not Marking.objects.exists()


def test_a_note_outlives_its_passage(client, lesson, at, sent):
    enrolment = at(lesson)
    sent(enrolment, "keep", "middle", "Säilyy")
    lesson.body = ContentBlock().to_python([LAST])
    publish(lesson)
    page = client.get(lesson.url)
    [mark] = page.context["margin"].marks
    assert (mark.passage, mark.name) == (None, "Toinen kohta")
    assert "Säilyy" in page.text
    values = [enrolment.pk, lesson.translation_key, identity("middle")]
    assert client.get(reverse("courses:block", args=values)).url == lesson.url
    values[-1] = identity("nowhere")
    assert client.get(reverse("courses:block", args=values)).status_code == 404


def test_all_notes_are_searched_taken_along_and_erased(client, lesson, at, sent):
    enrolment = at(lesson)
    sent(enrolment, "keep", "middle", "Kysy Kelasta")
    sent(enrolment, "bookmark", "last")
    address = reverse("courses:notes")
    assert len(client.get(address).context["notes"]) == 2
    [found] = client.get(address, {"haku": "kela"}).context["notes"]
    assert found.text == "Kysy Kelasta"
    assert client.get(address, {"haku": "poronkasvatus"}).context["notes"] == []
    for ending in ("txt", "csv"):
        answer = client.get(reverse("courses:notes_file", args=[ending]))
        words = b"".join(answer) if answer.streaming else answer.content
        assert b"Kysy Kelasta" in words
    # What was written is asked about, a mere bookmark goes at once.
    assert client.get(address).text.count("Poista lopullisesti") == 1
    mine = Marking.objects.get(note="Kysy Kelasta")
    client.force_login(UserFactory())
    client.post(reverse("courses:erase_marking", args=[mine.pk]))
    assert Marking.objects.count() == 2
    client.force_login(enrolment.learner)
    client.post(reverse("courses:erase_marking", args=[mine.pk]))
    assert [one.note for one in Marking.objects.all()] == [""]


def test_the_place_moves_on_within_a_visit_and_anew_in_the_next(client, lesson, at):
    enrolment = at(lesson)
    address = reverse("courses:save_place", args=[enrolment.pk, lesson.translation_key])

    def tell(name, visit):
        client.post(address, {"block": identity(name), "visit": visit}, **JSON)
        return str(ReadingPlace.objects.get().block_id)

    assert tell("last", "one") == identity("last")
    assert tell("middle", "one") == identity("last")
    assert tell("middle", "two") == identity("middle")
    assert tell("nowhere", "three") == identity("middle")
    for block_id in ("", "x", "\x00"):
        assert client.post(address, {"block": block_id}, **JSON).status_code in (200, 400)


def test_continuing_leads_to_the_place_and_another_link_only_tells_of_it(
    client, lesson, at, sent, finnish
):
    enrolment = at(lesson)
    go_on = reverse("courses:continue", args=[enrolment.pk])
    assert client.get(go_on).url == lesson.url
    sent(enrolment, "place", "middle")
    anchor = f"#lohko-{identity('middle')}"
    assert client.get(go_on).url == f"{lesson.url}?jatka=1{anchor}"
    there = client.get(f"{lesson.url}?jatka=1")
    assert "Jatkat kohdasta ”Toinen kohta”" in there.text
    # The line stands right before the passage that it leads to.
    at_line = there.text.index('id="jatko"')
    assert at_line < there.text.index(anchor.replace("#", 'id="')) < at_line + 800
    otherwise = client.get(lesson.url).text
    assert "Jatkat kohdasta" not in otherwise
    assert f'<a href="{anchor}">' in otherwise
    sent(enrolment, "place", "last")
    assert client.get(lesson.url).context["margin"].minutes_left == 1


def test_the_place_is_a_paragraph_and_found_after_edits_and_in_another_language(
    client, lesson, at, finnish
):
    enrolment = at(lesson)
    address = reverse("courses:save_place", args=[enrolment.pk, lesson.translation_key])
    told = {"block": identity("middle"), "visit": "one"}

    def tell(number, count=2):
        client.post(address, told | {"number": number, "count": count}, **JSON)
        return ReadingPlace.objects.get().number

    assert tell(1) == 1
    # Within a visit it does not move back; where the page has another count, it is the passage.
    assert tell(0) == 1
    told["visit"] = "two"
    assert tell(1, count=9) == 0
    assert ReadingPlace.objects.get().mark == ""
    assert tell(1) == 1
    for odd in ("-1", "x", "99999", "\x00", "2"):
        told["visit"] = f"odd{odd}"[:4]
        assert client.post(address, told | {"number": odd, "count": 2}).status_code in (200, 400)
    told["visit"] = "three"
    assert tell(1) == 1
    there = client.get(reverse("courses:continue", args=[enrolment.pk]))
    assert there.url == f"{lesson.url}?jatka=1#jatko"
    read = client.get(f"{lesson.url}?jatka=1").text
    assert read.index("Toinen kohta</h2>") < read.index('id="jatko"') < read.index("Puhu työstä")
    otherwise = client.get(lesson.url).text
    assert '<p id="jatko">Puhu työstä' in otherwise
    assert 'href="#jatko"' in otherwise
    # An edit puts something before it, and takes it away.
    edited = "<h2>Toinen kohta</h2><p>Aluksi.</p><p>Puhu työstä ensin.</p>"
    for words, place in [(edited, '<p id="jatko">Puhu'), ("<p>Muuta</p>", "#lohko-")]:
        lesson.body = ContentBlock().to_python([LAST, block("text", words, "middle")])
        publish(lesson)
        assert place in client.get(lesson.url).text


def test_a_paragraph_is_known_by_its_words_else_by_its_number():
    key = identity("one")
    words = "<h2>Työ</h2><p>Yksi</p><ul><li>Kaksi</li><li>Kolme</li></ul>"
    body = f"<div>{words}</div><!--passage:{key}-->"
    found = paragraphs_of(body)
    assert [(one.number, one.heading) for one in found] == [(each, "Työ") for each in range(4)]
    spot = spot_in(body, UUID(key), 2, 4)
    assert (spot.number, spot.mark) == (2, found[2].mark)
    assert paragraph_at(body, spot) == found[2]
    # A word that becomes a link, and its neighbours, change nothing of it.
    linked = body.replace("Kaksi", "<b>Kak</b>si").replace("<p>Yksi</p>", "")
    assert paragraph_at(linked, spot).number == 1
    swedish = body.replace("Kaksi", "Två").replace("Yksi", "Ett")
    assert paragraph_at(swedish, spot).number == 2
    assert paragraph_at(swedish.replace("<p>Ett</p>", ""), spot) is None
    assert paragraph_at(body, Spot(UUID(key))) is None
    assert "<li><hr>Kaksi" in at_paragraph(body, key, found[2], "<hr>")
    assert "<hr><p>Yksi" in at_paragraph(body, key, found[1], "<hr>")
    assert '<li id="jatko">Kolme' in at_paragraph(body, key, found[3])


def test_without_scripts_the_place_is_where_something_was_done_last(client, lesson, at):
    enrolment = at(lesson)
    values = [enrolment.pk, lesson.translation_key, identity("reflection")]
    address = reverse("courses:save_reflection", args=values)
    client.post(address, {"text": "Ajattelin tätä", "based_on": "0"}, **JSON)
    assert not ReadingPlace.objects.exists()
    client.post(address, {"text": "Ajattelin toisin", "based_on": "0"})
    client.post(address, {"text": "Ajattelin tätä", "based_on": "0"})
    assert str(ReadingPlace.objects.get().block_id) == identity("reflection")


def test_a_reader_without_a_place_on_the_course_has_no_margin(client):
    lesson = lesson_with(MIDDLE)
    course = lesson.get_parent().get_parent().specific.course
    course.access = "open"
    course.save()
    page = client.get(lesson.url)
    assert f'id="lohko-{identity("middle")}"' in page.text
    assert "data-margin" not in page.text
    assert "<!--passage" not in page.text
    assert not page.cookies


def test_places_of_a_page_that_changed_meanwhile_are_passed_over(rf, lesson, at):
    enrolment = at(lesson)
    request = rf.get("/")
    request.user = enrolment.learner
    found = lesson_of(request, enrolment.pk, lesson.translation_key)
    keep_place(lesson=found, block_id=identity("gone"))
    assert not ReadingPlace.objects.exists()


def test_passages_are_read_from_what_is_shown():
    one, two = identity("one"), identity("two")
    body = f"<p>Yksi kaksi</p><!--passage:{one}-->\n<p>Kolme</p><!--passage:{two}-->\n<i>loppu</i>"
    assert [(each.name, each.words) for each in passages_of(body)] == [
        ("Yksi kaksi", 2),
        ("Kolme", 1),
    ]
    assert before(body, two, "<hr>").index("<hr>") == body.index("\n<p>Kolme")
    assert before(body, identity("none"), "<hr>") == body

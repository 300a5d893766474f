"""Finding courses, lessons, terms and cards, each within the reader's rights."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.searching.indexing import refresh
from courses.searching.models import SearchEntry, SearchHit
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CourseRunFactory,
    EnrolmentFactory,
    LessonPageFactory,
    course_with,
    lessons_of,
)
from tests.factories.home import HelpPageFactory, in_language, publish, topics_of
from tests.factories.words import GlossaryTermFactory, ServiceCardFactory

pytestmark = pytest.mark.django_db

FIRST = "11111111-1111-4111-8111-111111111111"
SECOND = "22222222-2222-4222-8222-222222222222"


def found(client, typed, language="fi", **query):
    """What a search page lists, in order."""
    response = client.get(f"/{language}/haku/", {"q": typed, **query})
    assert response.status_code == 200
    return [result for result, _words in response.context["rows"]]


def titles(client, typed, language="fi"):
    return [result.entry.title for result in found(client, typed, language)]


def lesson(page, title, *texts, **fields):
    """A lesson of the course's first module, with a text in each block."""
    ids = [FIRST, SECOND]
    body = [
        {"type": "text", "value": f"<p>{text}</p>", "id": ids[number]}
        for number, text in enumerate(texts)
    ]
    return LessonPageFactory(
        parent=lessons_of(page)[0].get_parent().specific, title=title, body=body, **fields
    )


@pytest.fixture
def reading():
    """An open course with two lessons, a term and a card, indexed."""
    page = course_with(access="open", name="Työkyvyn tuki")
    lesson(page, "Kuntoutus", "Alussa kysytään.", "Kuntoutuspsykoterapia auttaa asiakasta.")
    lesson(page, "Palaute", "Asiakkaan palaute luetaan <b>tiimissä</b> yhdessä.")
    GlossaryTermFactory(
        term="osatyökykyinen", slug="osatyokykyinen", definition="<p>Jolla on osa jäljellä.</p>"
    )
    ServiceCardFactory(name="Työkokeilu", slug="tyokokeilu")
    refresh()
    return page


def test_bent_joined_and_undotted_words_are_found(client, reading):
    assert titles(client, "kuntoutuksesta")[0] == "Kuntoutus"
    assert titles(client, "psykoterapian") == ["Kuntoutus"]
    assert titles(client, "osatyokykyisen") == ["osatyökykyinen"]
    assert titles(client, "työkokeiluun") == ["Työkokeilu"]
    assert set(titles(client, "asiakkaalle")) == {"Kuntoutus", "Palaute"}
    assert titles(client, "asiakkaan palautteesta") == ["Palaute"]
    assert titles(client, reading.course.code) == ["Työkyvyn tuki"]


def test_a_result_says_where_it_stands_and_leads_to_the_passage(client, reading):
    [result] = found(client, "psykoterapia")
    module = lessons_of(reading)[0].get_parent().title
    assert result.trail == [("Työkyvyn tuki", "fi"), (module, "fi")]
    assert result.href == f"{lessons_of(reading)[1].url}#lohko-{SECOND}"
    text = client.get("/fi/haku/", {"q": "psykoterapia"}).text
    assert "<mark>Kuntoutuspsykoterapia</mark> auttaa asiakasta." in text


def test_what_was_typed_is_shown_as_text(client, reading):
    text = client.get("/fi/haku/", {"q": "<script>alert(1)</script> tiimissä"}).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_only_the_words_of_lessons_open_to_the_reader_are_found(client):
    page = course_with(access="enrol", name="Suljettu")
    lesson(page, "Salainen", "Tunnussana on mustikkasoppa.")
    other = course_with(access="enrol", name="Toinen")
    lesson(other, "Muiden", "Myös täällä on mustikkasoppa.")
    run = CourseRunFactory(course=page.course)
    learner, coming, gone = UserFactory(), UserFactory(), UserFactory()
    EnrolmentFactory(run=run, learner=learner)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    later = CourseRunFactory(course=page.course, starts_on=tomorrow)
    EnrolmentFactory(run=later, learner=coming)
    EnrolmentFactory(run=run, learner=gone, withdrawn_at=timezone.now())
    refresh()
    assert titles(client, "mustikkasoppa") == []
    # The course itself is on offer to everybody.
    assert titles(client, "suljettu") == ["Suljettu"]
    for person, seen in ((coming, []), (gone, []), (learner, ["Salainen"])):
        client.force_login(person)
        assert titles(client, "mustikkasoppa") == seen
        answer = client.get("/fi/haku/ehdotukset/", {"q": "mustikka"})
        assert answer.json() == {"titles": seen}
        assert "no-store" in answer["Cache-Control"]


def test_what_is_closed_hides_nothing_and_is_not_told_of(client, reading):
    hidden = course_with(access="invited", name="Salainen")
    lesson(hidden, "Suljettu", "Kuntoutuspsykoterapia ja mustikka.")
    refresh()
    # The closed lesson alone has both words.
    response = client.get("/fi/haku/", {"q": "kuntoutuspsykoterapia mustikka"})
    assert [row.entry.title for row, _words in response.context["rows"]] == ["Kuntoutus"]
    assert not response.context["answer"].has_all
    without = client.get("/fi/haku/", {"q": "kuntoutuspsykoterapia vadelma"})
    assert response.text.replace("mustikka", "vadelma") == without.text


def test_a_swedish_reader_finds_swedish_words_and_else_finnish_pages(client):
    page = course_with(access="open", name="Työkyvyn tuki")
    source = lesson(page, "Kuntoutus", "Kuntoutus auttaa.")
    lesson(page, "Palaute", "Palaute kootaan.")
    for one in (page, source.get_parent().specific):
        in_language(one, "sv", title="Stöd")
    in_language(source, "sv", title="Rehabilitering", body=[("text", "<p>Den hjälper.</p>")])
    refresh()
    assert titles(client, "rehabiliteringen", "sv") == ["Rehabilitering"]
    # Its Swedish page stands for the Finnish one, whose words are found none the less.
    [result] = found(client, "palautetta", "sv")
    assert (result.entry.title, result.is_foreign) == ("Palaute", True)
    assert result.href.startswith("/sv/")
    # A module without a Swedish page is read aloud as Finnish.
    module = source.get_parent().title
    assert result.trail == [("Stöd", "sv"), (module, "fi")]
    text = client.get("/sv/haku/", {"q": "palautetta"}).text
    assert f'· Stöd · <span lang="fi">{module}</span>' in text
    assert titles(client, "Kuntoutus", "sv") == []


def test_the_index_follows_what_is_published(client, reading):
    assert refresh() == 0
    first, second = lessons_of(reading)[1:]
    first.title = "Valmennus"
    first.save_revision().publish()
    second.unpublish()
    assert refresh() == 2
    assert titles(client, "valmennuksen") == ["Valmennus"]
    assert titles(client, "palaute") == []
    assert not SearchHit.objects.filter(entry__title="Palaute").exists()
    reading.course.retired_at = timezone.now()
    reading.course.save()
    assert refresh() > 0
    assert titles(client, "valmennuksen") == []


def test_an_index_made_by_another_analyser_is_made_anew(client, reading, monkeypatch):
    count = SearchEntry.objects.count()
    monkeypatch.setattr("courses.searching.indexing.analyser", lambda: "another")
    assert refresh() == count


def test_a_missing_word_is_said_and_another_one_offered(client, reading):
    response = client.get("/fi/haku/", {"q": "psykoterapia saksofoni"})
    assert not response.context["answer"].has_all
    assert [result.entry.title for result, _words in response.context["rows"]] == ["Kuntoutus"]
    response = client.get("/fi/haku/", {"q": "kuntotus"})
    assert response.context["answer"].guess == "kuntoutus"
    assert 'href="?q=kuntoutus"' in response.text


@pytest.mark.parametrize(
    "typed", ["", " ", "%", "_", "'\"--", "a", "\u202e", "x" * 5000, "1 2 3 4 5 6 7 8 9 10 11 12"]
)
def test_nothing_typed_is_too_odd(client, reading, typed):
    assert client.get("/fi/haku/", {"q": typed, "laji": "x", "page": "zz"}).status_code == 200
    assert client.get("/fi/haku/ehdotukset/", {"q": typed}).status_code == 200


def test_kinds_narrow_the_results(client, reading):
    ServiceCardFactory(name="Kuntoutusraha", slug="kuntoutusraha")
    refresh()
    assert set(titles(client, "kuntoutus")) == {"Kuntoutus", "Kuntoutusraha"}
    assert [one.entry.title for one in found(client, "kuntoutus", laji="card")] == ["Kuntoutusraha"]
    assert "Palvelut (1)" in client.get("/fi/haku/", {"q": "kuntoutus"}).text


def test_queries_do_not_grow_with_results(client):
    page = course_with(access="open")
    learner = UserFactory()
    EnrolmentFactory(run=CourseRunFactory(course=page.course), learner=learner)
    client.force_login(learner)
    costs = []
    for number in (1, 2, 3):
        lesson(page, f"Mustikka {number}", "Mustikka kasvaa.")
        lesson(course_with(access="open"), f"Mustikkasuo {number}", "Mustikka kasvaa.")
        refresh()
        with CaptureQueriesContext(connection) as queries:
            assert len(found(client, "mustikka")) == 2 * number
        costs.append(len(queries))
    assert costs[0] == costs[1] == costs[2]


def test_the_passages_of_a_page_of_results_alone_are_read(client, reading):
    """The texts of lessons are long: those of results on other pages stay in the database."""
    for number in range(12):
        lesson(reading, f"Mustikka {number}", f"Mustikka kasvaa {number}.")
    refresh()
    with CaptureQueriesContext(connection) as queries:
        assert len(found(client, "mustikka")) == 10
    [with_passages] = [one["sql"] for one in queries if '"passages"' in one["sql"]]
    assert with_passages.count(",") < 15
    [last, _other] = found(client, "mustikka", page=2)
    assert last.passage.startswith("Mustikka kasvaa")
    # What is suggested shows none.
    with CaptureQueriesContext(connection) as queries:
        client.get("/fi/haku/ehdotukset/", {"q": "mustikka"})
    assert not any('"passages"' in one["sql"] for one in queries)


def test_a_question_of_the_help_is_found_at_its_place(client):
    page = HelpPageFactory(
        questions=[
            ("q-1", "Miten aikaraja toimii?", "<p>Aika ei pysähdy.</p>", "lisäaika"),
            ("q-2", "Mistä koodi tulee?", "<p>Sähköpostista.</p>", ""),
        ]
    )
    refresh()
    [result] = found(client, "lisäajan")
    assert (result.entry.title, result.trail) == (
        "Miten aikaraja toimii?",
        [("Opiskelu", "fi")],
    )
    assert result.href == f"{page.url}#kysymys-q-1"
    assert 'id="kysymys-q-1"' in client.get(result.href).text
    page.topics = topics_of([("q-2", "Mistä koodi tulee?", "<p>Sähköpostista.</p>", "")])
    publish(page)
    assert refresh() == 1
    assert titles(client, "lisäajan") == []
    page.unpublish()
    assert refresh() == 1


def test_the_header_leads_to_the_search(client):
    assert f'href="{reverse("searching:results")}"' in client.get("/fi/haku/").text

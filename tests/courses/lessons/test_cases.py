"""Walking a client's case: every step a link, the way kept, no way that leads nowhere."""

import re
from html import unescape

import pytest
from django.utils.translation import override

from courses.lessons.models import BlockDeed
from courses.models import CourseStep
from home.blocks import ContentBlock
from home.blocks.cases import LONGEST_PATH, endless, path_sent, unreached, walked
from tests.factories.home import StandardPageFactory, front_page, in_language
from tests.factories.lessons import block, case, faults, identity, lesson_with, situation

ASK, DECIDE, CALL, RETURN = (identity(name) for name in ("s11", "s12", "s21", "s22"))


def value_of(value=None):
    return ContentBlock().to_python([block("branching_case", value or case())])[0].value


def read(path):
    return path_sent(value_of(), {"polku": path})


class TestPath:
    @pytest.mark.parametrize(
        ("path", "chosen"),
        [
            ("", []),
            ("1", [ASK]),
            ("1.1", [ASK, CALL]),
            ("1.2.2", [ASK, RETURN, DECIDE]),
            ("2.1", [DECIDE]),
            ("3", []),
            ("0.1", []),
            ("1.x.1", [ASK]),
            ("-1", []),
            ("٣", []),
            ("9" * 5000, []),
        ],
    )
    def test_is_read_from_the_address_as_far_as_it_leads(self, path, chosen):
        assert read(path) == chosen

    def test_is_not_there_where_the_address_has_none(self):
        assert path_sent(value_of(), {}) is None

    def test_that_goes_round_ends(self):
        chosen = read("1.2." * 500)
        assert len(chosen) == LONGEST_PATH
        assert walked(value_of(), chosen).is_ended

    def test_stops_where_a_choice_is_gone(self):
        assert [step.choice_id for step in walked(value_of(), [ASK, "x", CALL]).steps] == [ASK]

    def test_gives_points_out_of_what_its_situations_could(self):
        told = value_of(
            case(
                situation(1, ("A", 2), ("B", 2), points=1),
                situation(2, ("C", 3), points=1),
                situation(3),
                criteria=["Oma ääni", "Verkosto"],
            )
        )
        walk = walked(told, [ASK, CALL])
        assert [(row.criterion, row.points, row.most) for row in walk.points] == [
            ("Oma ääni", 2, 3),
            ("Verkosto", 0, 0),
        ]


@pytest.mark.parametrize(
    ("ways", "aside", "without_end"),
    [
        ({1: [2], 2: []}, [], []),
        ({1: [1]}, [], [1]),
        ({1: [2, 3], 2: [1], 3: []}, [], []),
        ({1: [], 2: [3], 3: [2]}, [2, 3], [2, 3]),
    ],
)
def test_ways_are_looked_at_as_a_whole(ways, aside, without_end):
    assert unreached(ways, 1) == aside
    assert endless(ways) == without_end


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (case(), ""),
        (case(situation(1, ("A", 2)), situation(2), situation(2)), "have the number 2"),
        (case(situation(1, ("A", 9)), situation(2)), "leads to 9"),
        (case(situation(1, ("A", 2)), situation(2), situation(3)), "to situation 3"),
        (case(situation(1, ("A", 2)), situation(2, ("B", 1))), "From situation 1"),
        (case(situation(1, ("A", 2), points=1), situation(2)), "no such criterion"),
        (
            case(situation(1, ("A", 2), points=2), situation(2), criteria=["Ääni"]),
            "criterion 1 twice",
        ),
    ],
)
def test_the_editor_is_told_of_ways_that_lead_nowhere(value, words):
    with override("en"):
        found = faults("branching_case", value)
    assert (words in found[0]) if words else (found == [])


@pytest.mark.django_db
class TestWalked:
    @pytest.fixture
    def lesson(self):
        return lesson_with(block("branching_case", case()))

    def links(self, client, page, address=""):
        text = client.get(address or page.url).text
        found = re.findall(r'href="(\?lohko=[^"]+polku=[^"#]*)#', text)
        return [page.url + unescape(link) for link in found], text

    def test_by_links_to_an_end_and_back(self, client, lesson, at):
        at(lesson)
        [ask, _decide], text = self.links(client, lesson)
        assert "Olet koordinaattori." in text
        [call, *_rest], text = self.links(client, lesson, ask)
        assert "Kysyn seuraa." in text
        assert "Tilanne 2" in text
        [back, beginning], text = self.links(client, lesson, call)
        assert "Tilanne 3" in text
        assert re.search(r"Tilanne 1</b><br>Kysyn.*Tilanne 2</b><br>Soitan", text)
        assert back == ask
        assert "Tilanne 1" in self.links(client, lesson, beginning)[1]

    def test_is_kept_in_words_and_met_again_in_every_language(self, client, lesson, at):
        enrolment = at(lesson)
        swedish = in_language(lesson, "sv")
        [ask, *_rest], _text = self.links(client, lesson)
        client.get(ask)
        deed = BlockDeed.objects.get()
        assert (deed.learner, deed.heading) == (enrolment.learner, "Jari, 38")
        assert deed.data == {
            "path": [{"situation": "Tilanne 1", "choice": ASK, "words": "Kysyn"}],
            "end": "",
            "points": [],
        }
        assert "Tilanne 2" in client.get(swedish.url).text

    def test_begun_again_leaves_nothing(self, client, lesson, at):
        at(lesson)
        [ask, *_rest], _text = self.links(client, lesson)
        [*_on, beginning], _text = self.links(client, lesson, ask)
        client.get(beginning)
        assert not BlockDeed.objects.exists()

    def test_without_a_place_is_walked_and_not_kept(self, client, lesson):
        course = CourseStep.objects.get(key=lesson.translation_key).course
        type(course).objects.update(access="open")
        [ask, *_rest], _text = self.links(client, lesson)
        assert "Tilanne 2" in self.links(client, lesson, ask)[1]
        assert "Tilanne 1" in self.links(client, lesson)[1]
        assert not BlockDeed.objects.exists()

    def test_the_way_of_one_case_is_not_that_of_another(self, client, at):
        lesson = lesson_with(
            block("branching_case", case(), "a"), block("branching_case", case(), "b")
        )
        at(lesson)
        client.get(lesson.url, {"lohko": identity("a"), "polku": "1"})
        assert [str(deed.block_id) for deed in BlockDeed.objects.all()] == [identity("a")]

    def test_on_a_page_outside_courses_it_is_walked_too(self, client, db):
        body = ContentBlock().to_python([block("branching_case", case())])
        page = StandardPageFactory(parent=front_page(), body=body)
        [ask, *_rest], _text = self.links(client, page)
        assert "Tilanne 2" in self.links(client, page, ask)[1]

"""Marking criteria: what is kept, of whom, and how it is counted."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from courses.catalogue.requirements import StepDate
from courses.lessons.models import BlockDeed
from courses.models import CourseStep
from home.blocks import ContentBlock
from home.blocks.checklists import marks_sent, scored
from tests.factories.accounts import UserFactory
from tests.factories.home import in_language
from tests.factories.lessons import block, checklist, faults, identity, items, lesson_with

JSON = {"Accept": "application/json"}
FIRST, SECOND, THIRD = (f"k-{identity(name)}" for name in ("c11", "c12", "c21"))


def value_of(**changes):
    return ContentBlock().to_python([block("checklist", checklist(**changes))])[0].value


def sums(score):
    return [(group.points, group.most) for group in score.groups]


class TestScore:
    def test_sums_each_group_and_all(self):
        score = scored(value_of(), {identity("c11"): 4, identity("c21"): 2})
        assert sums(score) == [(4, 10), (2, 5)]
        assert (score.whole.points, score.whole.most, score.whole.marked) == (6, 15, 2)

    @pytest.mark.parametrize(
        ("marks", "meaning"), [([1, 2, 3], "Aloita."), ([3, 3, 3], "Jatka."), ([5, 5], "")]
    )
    def test_means_something_once_every_criterion_is_marked(self, marks, meaning):
        keys = [identity(name) for name in ("c11", "c12", "c21")]
        assert scored(value_of(), dict(zip(keys, marks, strict=False))).meaning == meaning

    def test_of_yes_and_no_counts_a_no_as_marked(self):
        score = scored(value_of(scale="yes_no"), {identity("c11"): 0, identity("c12"): 1})
        assert (score.whole.points, score.whole.most, score.whole.marked) == (1, 3, 2)

    @pytest.mark.parametrize("odd", ["", "0", "6", "-1", "4.0", "٣", "x" * 5000])
    def test_takes_levels_alone(self, odd):
        assert marks_sent(value_of(), {FIRST: odd, SECOND: "5", "k-x": "1"}) == {identity("c12"): 5}


@pytest.mark.django_db
class TestKept:
    @pytest.fixture
    def lesson(self):
        return lesson_with(block("checklist", checklist()))

    @pytest.fixture
    def enrolment(self, at, lesson):
        return at(lesson)

    @pytest.fixture
    def address(self, address_of, enrolment, lesson):
        return address_of("save_checklist", enrolment, lesson, "checklist")

    def checked(self, client, page, **query):
        text = client.get(page.url, query).text
        return re.findall(r'name="(k-[^"]+)" value="(\d)" checked', text)

    def test_without_scripts_the_page_comes_back_with_the_marks(
        self, client, lesson, enrolment, address
    ):
        answer = client.post(address, {FIRST: "4", THIRD: "2", "do": "save"})
        assert answer.url == f"{lesson.url}#lohko-{identity('checklist')}"
        assert self.checked(client, lesson) == [(FIRST, "4"), (THIRD, "2")]
        with override("en"):
            assert "6 / 15" in client.get(lesson.url).text

    def test_a_script_gets_a_receipt_and_the_score(self, client, address):
        told = client.post(address, {FIRST: "4"}, headers=JSON).json()
        assert "4 / 15" in told["score"]
        assert re.search(r"\d{4}", told["receipt"])

    def test_the_words_are_kept_with_the_marks(self, client, address, enrolment):
        client.post(address, {FIRST: "5"})
        deed = BlockDeed.objects.get()
        assert (deed.learner, deed.heading) == (enrolment.learner, "Laatukriteerit")
        assert deed.data["marks"] == [
            {
                "key": identity("c11"),
                "group": "Henkilöstö",
                "criterion": "Asiakkaita on sopivasti.",
                "points": 5,
                "words": "aina",
            }
        ]

    def test_the_last_marks_replace_the_earlier_ones(self, client, address):
        client.post(address, {FIRST: "5", SECOND: "1"})
        client.post(address, {FIRST: "2"})
        assert [mark["points"] for mark in BlockDeed.objects.get().data["marks"]] == [2]

    @pytest.mark.parametrize("sent", [{"do": "clear", FIRST: "5"}, {}, {"k-x": "5"}])
    def test_no_mark_leaves_nothing(self, client, address, sent):
        client.post(address, {FIRST: "5"})
        client.post(address, sent)
        assert not BlockDeed.objects.exists()

    def test_are_one_in_all_languages(self, client, lesson, address):
        swedish = in_language(lesson, "sv")
        client.post(address, {FIRST: "4"})
        assert self.checked(client, swedish) == [(FIRST, "4")]

    def test_the_form_leads_back_by_get_and_keeps_nothing(self, client, lesson, address):
        assert client.get(address, {FIRST: "4"}).url.startswith(lesson.url)
        assert not BlockDeed.objects.exists()

    @pytest.mark.parametrize("who", ["somebody", "withdrawn"])
    def test_of_nobody_else(self, client, address, enrolment, who):
        if who == "withdrawn":
            type(enrolment).objects.update(withdrawn_at=enrolment.enrolled_at)
        else:
            client.force_login(UserFactory())
        assert client.post(address, {FIRST: "4"}).status_code == 404
        assert not BlockDeed.objects.exists()

    def test_others_marks_are_not_shown(self, client, lesson, address, at):
        client.post(address, {FIRST: "4"})
        at(lesson)
        assert self.checked(client, lesson) == []

    @pytest.mark.parametrize("name", ["other", "text"])
    def test_not_in_a_block_that_is_no_checklist(self, client, address_of, enrolment, name):
        lesson = lesson_with(block("checklist", checklist()), block("text", "<p>A</p>"))
        url = address_of("save_checklist", enrolment, lesson, name)
        assert client.post(url, {FIRST: "4"}).status_code == 404

    def test_who_was_signed_out_keeps_what_was_marked(self, client, address):
        client.logout()
        answer = client.post(address, {FIRST: "4"}, headers={"Origin": "http://testserver"})
        assert answer.status_code == 401
        assert f'name="{FIRST}" value="4"' in answer.text
        assert client.post(address, {FIRST: "4"}, headers=JSON).json()["keep"]

    def test_not_on_a_step_that_is_closed(self, client, lesson, address, enrolment):
        step = CourseStep.objects.get(key=lesson.translation_key)
        StepDate.objects.create(run=enrolment.run, step=step, opens_on="2999-01-01")
        answer = client.post(address, {FIRST: "4"}, headers=JSON)
        assert answer.status_code == 409
        assert not BlockDeed.objects.exists()

    def test_without_a_place_the_address_holds_the_marks(self, client, lesson):
        course = CourseStep.objects.get(key=lesson.translation_key).course
        type(course).objects.update(access="open")
        query = {"lohko": identity("checklist"), FIRST: "3"}
        assert self.checked(client, lesson, **query) == [(FIRST, "3")]
        assert self.checked(client, lesson, **query | {"lohko": "x"}) == []
        assert not client.cookies

    def test_cost_one_query_however_many_lists_there_are(self, client, at):
        one = lesson_with(block("checklist", checklist(), "a"))
        three = lesson_with(*(block("checklist", checklist(), name) for name in "abc"))
        plain = lesson_with(block("text", "<p>A</p>"))
        counts = [self.queries(client, at, lesson) for lesson in (plain, one, three)]
        assert counts == [counts[0], counts[0] + 1, counts[0] + 1]

    def queries(self, client, at, lesson):
        at(lesson)
        client.get(lesson.url)
        with CaptureQueriesContext(connection) as found:
            client.get(lesson.url)
        return len(found)


# --- What the editor is told ------------------------------------------------------------


def criteria(*levels):
    rows = [{"text": f"K{n}", "help": "", "levels": list(words)} for n, words in enumerate(levels)]
    return [{"heading": "R", "criteria": items("x", rows)}]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"lowest": " "}, "Say what 1 and 5 mean"),
        ({"lowest": "", "groups": criteria("abcde"), "bands": []}, ""),
        ({"groups": criteria("abc")}, "“K0” has words for some levels"),
        ({"groups": criteria("abcde"), "scale": "yes_no"}, "the scale is yes or no"),
        ({"groups": criteria(*[""] * 61)}, "more than 60 criteria"),
        ({"bands": [{"least": 5, "words": "a"}] * 2}, "begin from the same points"),
        ({"bands": [{"least": 16, "words": "a"}]}, "gives 15 points at most"),
    ],
)
def test_a_checklist_has_words_for_its_scale_and_limits_that_can_be_reached(changes, words):
    with override("en"):
        found = faults("checklist", checklist(**changes))
    assert (words in found[0]) if words else (found == [])

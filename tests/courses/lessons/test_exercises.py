"""H5P exercises in lessons: the frame for every reader, the result for its learner alone."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from wagtail.blocks import StreamBlockValidationError

from courses.lessons import results
from courses.lessons.models import ExerciseResult
from courses.models import Completion, StepProgress
from home.blocks import ContentBlock
from home.blocks.exercises import result_in_words
from tests.factories.h5p import h5p_exercise
from tests.factories.lessons import block, exercise, lesson_with

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def statement(raw, most=5, verb="answered", **result):
    score = {"raw": raw, "min": 0, "max": most, "scaled": raw / most}
    verb = {"id": f"http://adlnet.gov/expapi/verbs/{verb}"}
    return json.dumps({"verb": verb, "object": {}, "result": {"score": score} | result})


@pytest.fixture
def package():
    return h5p_exercise()


@pytest.fixture
def lesson(package):
    return lesson_with(block("exercise", exercise(package)))


@pytest.fixture
def enrolment(at, lesson):
    return at(lesson)


@pytest.fixture
def tell(client, enrolment, lesson, address_of):
    def tell_(said, headers=JSON):
        address = address_of("save_result", enrolment, lesson, "exercise")
        with override("en"):
            return client.post(address, {"statement": said}, headers=headers)

    return tell_


def shown(client, lesson):
    with override("en"):
        return client.get(lesson.get_url()).content.decode()


class TestResults:
    def test_the_latest_and_the_best_are_shown_to_the_learner(
        self, client, lesson, tell, enrolment
    ):
        assert "Your result" not in shown(client, lesson)
        tell(statement(4))
        told = tell(statement(2)).json()
        with override("fi"):
            kept = results.standings(enrolment.learner_id, ExerciseResult.objects.first().step_id)
            words = result_in_words(next(iter(kept.values())).data)
        assert told == {"receipt": words}
        assert words in shown(client, lesson)
        assert [row.verb for row in ExerciseResult.objects.all()] == ["answered", "answered"]

    def test_nothing_that_it_tells_leads_to_progress(self, tell, enrolment):
        before = list(StepProgress.objects.values())
        tell(statement(5, verb="completed", success=True, completion=True))
        assert list(StepProgress.objects.values()) == before
        assert not Completion.objects.exists()

    def test_a_step_on_the_way_is_no_result(self, tell):
        assert tell(statement(1, verb="attempted")).json() == {"receipt": ""}
        assert not ExerciseResult.objects.exists()

    def test_what_no_exercise_tells_is_refused(self, tell):
        assert tell("{}").status_code == 400
        assert tell("").status_code == 400
        assert tell("{}", headers={}).status_code == 302
        assert not ExerciseResult.objects.exists()

    def test_few_are_kept_and_the_best_is_one_of_them(self, monkeypatch, tell):
        monkeypatch.setattr(results, "MOST_KEPT", 3)
        for raw in (5, 1, 2, 1, 0):
            tell(statement(raw))
        kept = ExerciseResult.objects.values_list("score", flat=True)
        assert [int(5 * score) for score in kept] == [0, 1, 2, 5]

    def test_a_frame_that_does_not_stop_is_stopped(self, monkeypatch, tell):
        limit = results.Limit("exercise_results_here", times=2, seconds=60)
        monkeypatch.setattr("courses.lessons.views.TOLD", limit)
        assert [tell(statement(1)).status_code for _try in range(3)] == [200, 200, 429]

    def test_other_learners_have_no_place_here(self, client, at, lesson, enrolment, address_of):
        at(lesson)  # somebody else signs in
        address = address_of("save_result", enrolment, lesson, "exercise")
        assert client.post(address, {"statement": statement(5)}, headers=JSON).status_code == 404
        assert not ExerciseResult.objects.exists()


class TestPage:
    def test_frames_what_is_ours_and_nothing_else(self, client, lesson, enrolment):
        answer = client.get(lesson.get_url())
        rules = dict(
            rule.strip().split(" ", 1)
            for rule in answer.headers["Content-Security-Policy"].split(";")
        )
        assert rules["frame-src"] == "'self'"
        assert 'sandbox="allow-scripts"' in answer.content.decode()

    def test_a_deleted_exercise_leaves_its_words(self, client, at, package):
        words = exercise(package, alternative="<p>Sama sanoina tässä.</p>")
        lesson = lesson_with(block("exercise", words))
        at(lesson)
        package.delete()
        page = shown(client, lesson)
        assert "Sama sanoina tässä." in page
        assert "<iframe" not in page

    def test_the_words_of_the_package_stand_in_for_the_blocks(self, client, lesson, enrolment):
        assert "Työkyky syntyy tasapainosta." in shown(client, lesson)

    def test_costs_one_query_however_many_exercises_there_are(self, client, at, package):
        counts = []
        for number in (1, 3):
            names = [f"exercise{place}" for place in range(number)]
            blocks = [block("exercise", exercise(package), name) for name in names]
            lesson = lesson_with(*blocks)
            enrolment = at(lesson)
            step = enrolment.run.course.steps.get(key=lesson.translation_key)
            for name in names:
                row = {"learner": enrolment.learner, "step": step, "statement": {}}
                identity = block("exercise", {}, name)["id"]
                ExerciseResult.objects.create(
                    block_id=identity, verb="completed", stored_at=timezone.now(), **row
                )
            client.get(lesson.get_url())  # the body is kept from here on
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(lesson.get_url())
            counts.append(sum("exerciseresult" in query["sql"] for query in queries))
        assert counts == [1, 1]


@pytest.mark.parametrize(
    ("latest", "best", "words"),
    [
        ((80, 4, 5, None), (80, 4, 5, True), "Your result: 4 / 5 points (80 %)."),
        ((40, 2, 5, None), (80, 4, 5, None),
         "Your result: 2 / 5 points (40 %). Your best: 4 / 5 points (80 %)."),
        ((50, None, None, None), (50, None, None, None), "Your result: 50 %."),
        ((None, None, None, True), (None, None, None, True), "Your result: right."),
        ((None, None, None, False), (None, None, None, False), "Your result: not right yet."),
        ((None, None, None, None), (None, None, None, None), "Your result: done."),
    ],
)  # fmt: skip
def test_results_are_said_in_words(latest, best, words):
    names = ("percent", "points", "most", "success")
    tries = {"latest": latest, "best": best}
    kept = {which: dict(zip(names, said, strict=True)) for which, said in tries.items()}
    with override("en"):
        assert result_in_words(kept) == words


def test_an_exercise_is_wanted():
    stream = ContentBlock().to_python([block("exercise", exercise())])
    with pytest.raises(StreamBlockValidationError) as refused:
        ContentBlock().clean(stream)
    assert list(refused.value.block_errors[0].block_errors) == ["exercise"]

"""The dashboard of teaching: what it counts, for whom, and that it tells of nobody."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.dashboards.answers import Taught
from courses.dashboards.connecting import ASKED
from courses.following.participants import enrolments_of, participants
from courses.models import Submission
from tests.courses.following.conftest import ago, house
from tests.factories.courses import (
    CompletionFactory,
    CourseRunFactory,
    CourseStepFactory,
    StepDateFactory,
    StepProgressFactory,
)

pytestmark = pytest.mark.django_db
ADDRESS = reverse("dashboard:teaching")


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def days_ago(number):
    return timezone.localdate() - datetime.timedelta(days=number)


def hand_in(enrolment, step, *, days=1):
    return Submission.objects.create(
        enrolment=enrolment,
        step=step,
        state="submitted",
        language="fi",
        created_at=ago(days),
        saved_at=ago(days),
        submitted_at=ago(days),
    )


def populate(one):
    """Six people: two did nothing, three a step, one handed the due step in."""
    people = [one.person(f"Sukunimi{number}", done=min(number // 2, 1)) for number in range(5)]
    people.append(one.person("Palauttanut"))
    hand_in(people[-1], one.steps[0], days=9)
    StepDateFactory(run=one.run, step=one.steps[0], due_on=days_ago(2))
    return people


def answers(client, user, **choice):
    client.force_login(user)
    response = client.get(ADDRESS, choice)
    assert response.status_code == 200
    return response, {question.key: answer for question, answer in response.context["answers"]}


def test_it_answers_on_ones_own_runs_alone(client, ours, theirs):
    people, others = populate(ours), populate(theirs)
    CompletionFactory(enrolment=people[4])
    CompletionFactory(enrolment=others[4])

    response, found = answers(client, ours.teacher)

    [strips] = [one for one in found["schedule"].pictures if one.name == "People by how they stand"]
    [row] = strips.rows
    # Completed, on schedule, late, not begun, in all.
    assert row.cells[4] == 6
    late = [one for one in participants(enrolments_of([ours.run.pk])) if one.late]
    assert row.cells[2] == len(late)
    assert "The oldest since" in found["waiting"].said
    assert [list(line.cells) for line in found["waiting"].pictures[0].rows] == [[0, 0, 1, 0, 1]]
    [steps] = found["stopping"].pictures
    assert [list(line.cells) for line in steps.rows] == [[3, "50 %"], [0, "0 %"], [0, "0 %"]]
    assert "“Askel 2”" in steps.said
    assert found["completions"].said.startswith("In twelve months: 1.")
    assert theirs.run.code not in response.text
    assert "Sukunimi" not in response.text


def test_each_chart_has_words_and_no_style_of_its_own(client, ours):
    populate(ours)

    response, _found = answers(client, ours.staff)

    drawings = re.findall(r'<svg class="chart .*?</svg>', response.text, re.DOTALL)
    assert len(drawings) >= 3
    names = []
    for drawing in drawings:
        [labels] = re.findall(r'role="img" aria-labelledby="([^"]+)"', drawing)
        names += labels.split()
        assert all(re.search(rf'id="{name}">[^<]+<', drawing) for name in labels.split())
        assert "style=" not in drawing
        for used in re.findall(r"url\(#([^)]+)\)", drawing):
            assert f'id="{used}"' in drawing
    assert len(names) == len(set(names))


def test_a_foreign_run_shows_nothing(client, ours, theirs):
    populate(theirs)
    client.force_login(ours.staff)

    response = client.get(ADDRESS, {"run": theirs.run.pk})

    assert "answers" not in response.context
    assert theirs.run.code not in response.text


def test_four_people_are_not_drawn(client, ours):
    for _number in range(4):
        ours.person(done=1)

    response, found = answers(client, ours.staff)

    assert response.context["too_small"] == [ours.run.code]
    for key in ("schedule", "stopping", "results", "hours"):
        assert not found[key].pictures


def test_as_many_queries_for_one_run_and_for_three(ours, course):
    taught = {}
    for number in (1, 3):
        houses = [house(f"{number}{place} AMK", course, ours.steps) for place in range(number)]
        for one in houses:
            populate(one)
        runs = [one.run for one in houses]
        taught[number] = Taught(runs, dict.fromkeys([run.pk for run in runs], 6), days_ago(0))

    counts = []
    for number in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            for room, question in ASKED:
                if "schedule" in room:
                    question.ask(taught[number])
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 20


def test_times_and_results_of_people_enough(client, ours):
    quiz = CourseStepFactory(course=ours.run.course, kind="quiz", titles={"fi": "Loppukoe"})
    for number in range(10):
        enrolment = ours.person(done=1)
        StepProgressFactory(
            enrolment=enrolment, step=quiz, completed_at=ago(1), score=50 + number * 5
        )

    _response, found = answers(client, ours.staff, run=ours.run.pk)

    assert found["results"].said.startswith("The lowest mean, 72 %, is that of “Loppukoe”")
    [tenths] = found["results"].pictures
    assert [row.cells[0] for row in tenths.rows] == [0, 0, 0, 0, 0, 2, 2, 2, 2, 2]
    [week] = found["hours"].pictures
    assert sum(sum(row.cells) for row in week.rows) == 20


def test_runs_of_a_page_are_six(client, ours):
    for _number in range(7):
        CourseRunFactory(course=ours.run.course, organiser=ours.organisation)

    response, _found = answers(client, ours.staff)

    assert len(response.context["page"].object_list) == 6
    assert "p=2" in response.text

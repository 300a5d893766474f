"""The matrix of a run's people and steps: who is shown, how they stand, who may look."""

import csv
import datetime
import io
import re

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.models import CourseStep, StepDate, Submission
from tests.courses.following.conftest import ago
from tests.factories.accounts import UserFactory
from tests.factories.activities import SessionFactory
from tests.factories.courses import (
    CourseStepFactory,
    EnrolmentFactory,
    StepProgressFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def address(house, **query):
    path = reverse("run:participants", args=[house.run.pk])
    return f"{path}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


@pytest.fixture
def look(client, ours):
    """Open the matrix as study staff."""
    client.force_login(ours.staff)
    return lambda **query: client.get(address(ours, **query))


def names(response):
    return [one.name for one, _state, _cells in response.context["rows"]]


CELL = re.compile(
    r'cell--(\w+)"><span aria-hidden="true">(.)(?:<small>(\w+)</small>)?</span>'
    r'<span class="w-sr-only">([^<]+)<'
)


def cells(response):
    """Look, sign, result and words of each cell of the first row."""
    return CELL.findall(response.context["rows"][0][2])


def kinds(response):
    return [cell[0] for cell in cells(response)]


class TestWhoIsShown:
    def test_people_in_finnish_order(self, look, ours):
        for surname in ("Örn", "Äijö", "Åberg", "Zetterberg", "aho"):
            ours.person(surname)

        assert names(look()) == [
            "aho Aino",
            "Zetterberg Aino",
            "Åberg Aino",
            "Äijö Aino",
            "Örn Aino",
        ]

    def test_the_withdrawn_only_when_asked_for(self, look, ours):
        ours.person("Pois", withdrawn_at=timezone.now())
        ours.person("Valmis", completed_at=timezone.now())
        ours.person("Kesken")

        assert names(look()) == ["Kesken Aino", "Valmis Aino"]
        assert names(look(show="withdrawn")) == ["Pois Aino"]
        assert names(look(show="completed")) == ["Valmis Aino"]
        assert names(look(show="active")) == ["Kesken Aino"]

    @pytest.mark.parametrize("typed", ["virta", "VIRTA aino", "virta@"])
    def test_a_search_by_name_or_address(self, look, ours, typed):
        ours.person("Virta", learner__email="virta@esimerkki.fi")
        ours.person("Järvi", learner__email="jarvi@esimerkki.fi")

        assert names(look(q=typed)) == ["Virta Aino"]

    def test_in_order_of_progress_or_of_being_seen(self, look, ours):
        ours.person("Alku", seen=1)
        ours.person("Loppu", done=2, enrolled=3)
        ours.person("Ei koskaan")

        assert names(look(order="percent")) == ["Alku Aino", "Ei koskaan Aino", "Loppu Aino"]
        assert names(look(order="seen")) == ["Ei koskaan Aino", "Loppu Aino", "Alku Aino"]

    def test_fifty_a_page(self, look, ours):
        EnrolmentFactory.create_batch(51, run=ours.run)

        assert len(look().context["rows"]) == 50
        assert len(look(p=2).context["rows"]) == 1
        assert look(p="x").status_code == look(p=99).status_code == 200

    def test_odd_questions_are_as_none(self, look, ours):
        ours.person()

        response = look(show="x", order="y", days="-1", export="pdf")

        assert names(response) == ["Oppija Aino"]

    def test_an_empty_run_says_what_will_be_here(self, look, ours):
        assert "Nobody is on this run yet" in look().text


class TestStandingStill:
    def test_counts_and_lists_of_the_stuck_and_the_silent(self, look, ours):
        ours.person("Hiljainen", enrolled=20, seen=15)
        ours.person("Jumissa", enrolled=20, seen=1)
        ours.person("Etenee", enrolled=3)
        ours.person("Valmis", enrolled=90, completed_at=ago(60))
        ours.person("Pois", enrolled=90, withdrawn_at=ago(60))

        response = look()

        counted = {show["label"]: show["count"] for show in response.context["shows"]}
        assert (counted["Stuck"], counted["Silent"]) == (1, 1)
        assert names(look(show="silent")) == ["Hiljainen Aino"]
        assert names(look(show="stuck")) == ["Jumissa Aino"]
        assert names(look(show="silent", days=30)) == []

    def test_who_waits_for_an_assessment_is_neither(self, look, ours):
        one = ours.person("Odottaa", enrolled=60, done=2)
        Submission.objects.create(
            enrolment=one,
            step=ours.steps[2],
            state="submitted",
            language="fi",
            created_at=ago(50),
            saved_at=ago(50),
            submitted_at=ago(50),
        )

        assert names(look(show="silent")) == names(look(show="stuck")) == []
        assert kinds(look())[2] == "waits"

    def test_who_has_handed_in_all_that_is_asked_for_need_not_read_the_rest(self, look, ours):
        CourseStepFactory(course=ours.run.course, required=False)
        one = ours.person("Odottaa", enrolled=60, done=2)
        kept = {"language": "fi", "created_at": ago(50), "saved_at": ago(50)}
        Submission.objects.create(
            enrolment=one, step=ours.steps[2], state="submitted", submitted_at=ago(50), **kept
        )

        assert names(look(show="silent")) == []

    def test_who_has_lessons_to_read_before_the_exam_opens_is_silent(self, look, ours):
        ours.person("Lukee", enrolled=60)
        CourseStep.objects.filter(pk__in=[step.pk for step in ours.steps[:2]]).update(
            required=False
        )
        StepDate.objects.create(
            run=ours.run,
            step=ours.steps[2],
            opens_on=timezone.localdate() + datetime.timedelta(days=9),
        )

        assert names(look(show="silent")) == ["Lukee Aino"]

    def test_who_waits_for_a_webinar_is_neither(self, look, ours):
        ours.person(enrolled=60, done=2)
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        SessionFactory(
            run=ours.run,
            step=ours.steps[2],
            starts_at=tomorrow,
            ends_at=tomorrow + datetime.timedelta(hours=2),
        )

        assert names(look(show="silent")) == []

    def test_who_waits_for_a_day_is_neither(self, look, ours):
        ours.person(enrolled=60, done=2)
        StepDate.objects.create(
            run=ours.run,
            step=ours.steps[2],
            opens_on=timezone.localdate() + datetime.timedelta(days=1),
        )

        assert names(look(show="silent")) == []
        assert kinds(look())[2] == "closed"

    @pytest.mark.parametrize("days", [{"starts_on": 1}, {"starts_on": -90, "ends_on": -1}])
    def test_nobody_while_the_run_is_not_on(self, look, ours, days):
        ours.person(enrolled=60)
        for name, number in days.items():
            setattr(ours.run, name, timezone.localdate() + datetime.timedelta(days=number))
        ours.run.save()

        assert names(look(show="silent")) == []

    def test_the_late_by_the_days_of_their_own_run(self, look, ours, theirs):
        ours.person("Ajoissa", done=1)
        ours.person("Myöhässä")
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        StepDate.objects.create(run=ours.run, step=ours.steps[0], due_on=yesterday)
        StepDate.objects.create(run=theirs.run, step=ours.steps[1], due_on=yesterday)

        response = look(show="late")

        assert names(response) == ["Myöhässä Aino"]
        assert kinds(response) == ["late", "open", "open"]


class TestCells:
    def test_a_sign_and_words_and_the_result(self, look, ours):
        one = ours.person(done=1)
        StepProgressFactory(enrolment=one, step=ours.steps[1], score="84.90")
        StepProgressFactory(enrolment=one, step=ours.steps[2], grade="4", score="70")

        response = look()

        assert cells(response) == [
            ("done", "✓", "", "done"),
            ("done", "✓", "84", "done, 84 %"),
            ("done", "✓", "4", "done, grade 4"),
        ]
        assert response.context["rows"][0][2] in response.text

    def test_steps_are_numbered_by_module(self, look, ours):
        module = ours.steps[0].module_key
        CourseStep.objects.filter(pk=ours.steps[1].pk).update(module_key=module)
        ours.person()

        modules = look().context["modules"]

        assert [[column.label for column in one.columns] for one in modules] == [
            ["1.1", "1.2"],
            ["2.1"],
        ]

    def test_retired_steps_have_no_column(self, look, ours):
        ours.person(done=3)
        CourseStep.objects.filter(pk=ours.steps[0].pk).update(retired_at=timezone.now())

        assert len(cells(look())) == 2


class TestFiles:
    def test_csv_holds_the_people_who_were_asked_for(self, look, ours, theirs):
        one = ours.person("=Kaava", done=1)
        StepProgressFactory(enrolment=one, step=ours.steps[1], score="84.90")
        ours.person("Valmis", completed_at=timezone.now())
        theirs.person("=Kaava")

        response = look(show="active", export="csv")
        heading, *rows, end = csv.reader(
            io.StringIO(response.getvalue().decode("utf-8-sig")), delimiter=";"
        )

        assert heading[-3:] == ["1.1 Askel 1", "2.1 Askel 2", "3.1 Askel 3"]
        assert [[line[0], line[3], line[4], *line[-3:]] for line in rows] == [
            ["'=Kaava", "studying", "66", "done", "84", "to do"]
        ]
        assert end[0].startswith("# rows: 1")
        assert "Studying" in end[0]

    def test_xlsx_is_the_same(self, look, ours):
        ours.person(done=1, seen=2)

        response = look(export="xlsx")
        book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))

        [_heading, line] = book.worksheets[0].values
        assert (line[0], line[4], line[-3]) == ("Oppija", 33, "done")
        assert isinstance(line[5], datetime.datetime)


class TestOneStep:
    def test_who_has_done_it(self, client, ours):
        ours.person("Tehnyt", done=1)
        ours.person("Tekemättä")
        client.force_login(ours.teacher)

        response = client.get(reverse("run:step", args=[ours.run.pk, ours.steps[0].pk]))

        assert [(one.name, cell.kind) for one, _state, cell in response.context["rows"]] == [
            ("Tehnyt Aino", "done"),
            ("Tekemättä Aino", "open"),
        ]
        assert (response.context["done"], response.context["total"]) == (1, 2)

    def test_a_step_of_another_course_is_not_there(self, client, ours):
        client.force_login(ours.staff)

        strange = reverse("run:step", args=[ours.run.pk, CourseStepFactory().pk])

        assert client.get(strange).status_code == 404


class TestWhoMayLook:
    def test_another_house_sees_nothing_of_ours(self, client, ours, theirs):
        ours.person("Salainen")
        theirs.person("Oppija")
        client.force_login(theirs.staff)

        step = reverse("run:step", args=[ours.run.pk, ours.steps[0].pk])
        theirs_own = client.get(address(theirs))

        assert client.get(address(ours)).status_code == client.get(step).status_code == 404
        assert names(theirs_own) == ["Oppija Aino"]
        assert "Salainen" not in theirs_own.text

    def test_teachers_look_and_learners_do_not(self, client, ours):
        client.force_login(ours.teacher)
        assert client.get(address(ours)).status_code == 200
        client.force_login(UserFactory())
        assert client.get(address(ours)).status_code == 302


QUERIES = 19


@pytest.mark.parametrize("people", [1, 3])
def test_as_many_queries_for_any_number_of_people(look, ours, django_assert_num_queries, people):
    for number in range(people):
        ours.person(f"Oppija {number}", done=1, enrolled=20)
    look()

    with django_assert_num_queries(QUERIES):
        look()


@pytest.mark.parametrize("more", [0, 2])
def test_as_many_queries_for_any_number_of_steps(look, ours, django_assert_num_queries, more):
    ours.person(done=1)
    for _ in range(more):
        step = CourseStepFactory(course=ours.run.course)
        StepDate.objects.create(run=ours.run, step=step, due_on=timezone.localdate())
    look()

    with django_assert_num_queries(QUERIES):
        look()

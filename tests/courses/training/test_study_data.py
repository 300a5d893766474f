"""The anonymous data: nothing of it names or singles out anybody, and each taking is logged."""

import csv
import datetime
import io
from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from courses.enrolling.models import Enrolment
from courses.progress.models import Completion
from courses.registrar.models import ExportLog
from courses.training.study_data import SHEETS
from tests.courses.training.conftest import SPRING, _noon, rated, statements, trained
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
ADDRESS = reverse("training:study")


@pytest.fixture(autouse=True)
def _in_finnish():
    with override("fi"):
        yield


def taken(client, user, table="results"):
    """The file, as rows by heading."""
    client.force_login(user)
    text = client.post(ADDRESS, {"table": table, "kind": "csv"}).getvalue().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:-1]]


def test_everybody_looks_like_five(client, administrator, run, foreign_run, lapland):
    for number in range(7):
        trained(run, county=lapland, profession="ohjaaja" if number < 5 else "lääkäri")
    for _number in range(2):
        trained(foreign_run, county=lapland, profession="harvinainen ammatti")

    rows = taken(client, administrator)

    known = Counter(tuple(row.values())[:4] for row in rows)
    assert len(rows) == 9
    assert min(known.values()) >= 5
    assert "harvinainen ammatti" not in str(rows)


def test_nobody_is_named(client, administrator, run, lapland):
    for number in range(6):
        learner = UserFactory(last_name=f"Merkkinen{number}", email=f"merkki{number}@esimerkki.fi")
        trained(run, county=lapland, learner=learner)

    rows = taken(client, administrator)

    assert [row["Hyvinvointialue"] for row in rows] == ["Lapin hyvinvointialue"] * 6
    for learner in User.objects.filter(last_name__startswith="Merkkinen"):
        assert learner.last_name not in str(rows)
        assert learner.email not in str(rows)


def test_a_row_tells_the_result(client, administrator, run):
    for number in range(6):
        enrolment = rated(run, (2, 4), statements=statements())
        if number < 4:
            completion = trained(run, enrolment=enrolment)
            Completion.objects.filter(pk=completion.pk).update(
                scale="zero_to_five", grade="3" if number else "5"
            )

    rows = taken(client, administrator)

    told = Counter(tuple(row.values())[4:] for row in rows)
    assert told == {("kyllä", "3"): 3, ("kyllä", "5"): 1, ("ei", ""): 2}


def test_what_a_whole_group_shares_is_left_out(client, administrator, run, foreign_run):
    for _number in range(5):
        trained(run)
        EnrolmentFactory(run=foreign_run, enrolled_at=_noon(SPRING))

    rows = taken(client, administrator)

    assert {row["Opintojakso"] for row in rows} == {run.course.code, foreign_run.course.code}
    assert {tuple(row.values())[4:] for row in rows} == {("", "")}


def test_where_the_course_is_left_out_its_grades_are_too(client, administrator):
    """The scale of one course alone would name it."""
    grades = ["HYV", "3", "5", "", ""]
    for grade in grades:
        enrolment = EnrolmentFactory(run=CourseRunFactory(), enrolled_at=_noon(SPRING))
        if grade:
            completion = trained(enrolment.run, enrolment=enrolment)
            Completion.objects.filter(pk=completion.pk).update(scale="zero_to_five", grade=grade)

    told = Counter(tuple(row.values())[3:] for row in taken(client, administrator))

    assert told == {("", "kyllä", ""): 3, ("", "ei", ""): 2}


def test_nobodys_self_ratings_are_in_it(client, administrator, run):
    found = statements(2)
    for _number in range(5):
        rated(run, (2, 4), statements=found)

    rows = taken(client, administrator)

    assert [len(row) for row in rows] == [6] * 5
    assert not any(str(statement) in str(rows) for statement in found.current())


class TestEffects:
    def test_whole_blocks_are_told(self, client, administrator, run):
        found = statements(1)
        for number in range(13):
            rated(run, (2, 4) if number < 10 else (1, 5), statements=found)

        [row] = taken(client, administrator, "effects")

        assert list(row.values())[2:] == ["5", "2", "4", "2", "10"]

    def test_nine_people_tell_nothing(self, client, administrator, run):
        found = statements(1)
        for _number in range(9):
            rated(run, (2, 4), statements=found)

        assert taken(client, administrator, "effects") == []

    def test_a_block_of_a_quarter_that_lasts_waits(self, client, administrator, run):
        found = statements(1)
        for number in range(10):
            on = SPRING if number else timezone.localdate()
            rated(run, (2, 4), statements=found, on=on)

        assert taken(client, administrator, "effects") == []


def _it_is(monkeypatch, day):
    monkeypatch.setattr(timezone, "now", lambda: _noon(day))


class TestQuarters:
    @pytest.fixture(autouse=True)
    def _in_november(self, monkeypatch):
        _it_is(monkeypatch, datetime.date(2026, 11, 22))

    def test_only_quarters_that_are_over_are_in_it(self, client, administrator, run):
        last = datetime.datetime(2026, 9, 30, 20, 59, tzinfo=datetime.UTC)
        for moment in [last] * 5 + [last + datetime.timedelta(minutes=1)] * 5:
            EnrolmentFactory(run=run, enrolled_at=moment)

        rows = taken(client, administrator)

        assert [row["Ilmoittautumisen neljännes"] for row in rows] == ["2026/3"] * 5

    def test_results_are_those_of_the_quarters_end(self, client, administrator, run):
        done = [trained(run) for _number in range(5)]
        EnrolmentFactory(run=run, enrolled_at=_noon(SPRING))
        in_november = EnrolmentFactory(run=run, enrolled_at=_noon(SPRING))
        trained(run, enrolment=in_november, on=datetime.date(2026, 11, 2))
        Completion.objects.filter(pk=done[0].pk).update(
            annulled_at=_noon(datetime.date(2026, 11, 3)), annulled_reason="virhe"
        )
        to = CourseRunFactory(course=run.course)
        moved = EnrolmentFactory(run=to, learner=done[1].learner)
        Enrolment.objects.filter(pk=done[1].enrolment_id).update(moved_to=moved)

        told = Counter(list(row.values())[4] for row in taken(client, administrator))

        assert told == {"kyllä": 5, "ei": 2}

    def test_two_takings_in_a_quarter_are_the_same_rows(
        self, client, administrator, run, monkeypatch
    ):
        """Whatever becomes of somebody in between."""
        found = statements(1)
        _it_is(monkeypatch, datetime.date(2026, 10, 1))
        for _number in range(10):
            enrolment = rated(run, (2, 4), statements=found)
        trained(run, profession="ohjaaja")
        first = [taken(client, administrator, table) for table in SHEETS]

        _it_is(monkeypatch, datetime.date(2026, 12, 31))
        trained(run, enrolment=enrolment)
        rated(run, (1, 5), statements=found)
        User.objects.filter(pk=enrolment.learner_id).update(profession="lääkäri")
        gone = Enrolment.objects.order_by("pk").first()
        gone.self_ratings.all().delete()
        User.objects.filter(pk=gone.learner_id).update(erased_at=timezone.now(), is_active=False)
        second = [taken(client, administrator, table) for table in SHEETS]

        _it_is(monkeypatch, datetime.date(2027, 1, 1))
        third = taken(client, administrator)

        assert all(first)
        assert first == second
        assert third != first[0]


def test_fewer_than_five_are_not_handed_on(client, administrator, run):
    for _number in range(4):
        trained(run)

    assert taken(client, administrator) == []


def test_whoever_was_erased_is_not_in_it(client, administrator, run):
    for _number in range(5):
        trained(run)
    gone = UserFactory()
    trained(run, learner=gone)
    User.objects.filter(pk=gone.pk).update(erased_at=timezone.now(), is_active=False)

    assert len(taken(client, administrator)) == 5


def test_taking_it_is_written_down(client, administrator, run):
    for _number in range(5):
        trained(run)

    taken(client, administrator)

    log = ExportLog.objects.get()
    assert (log.person, log.organisation, log.kind, log.row_count) == (
        administrator,
        None,
        "csv",
        5,
    )


def test_looking_takes_nothing(client, administrator):
    client.force_login(administrator)

    assert client.get(ADDRESS).status_code == 200
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize("table", ["", "ratings"])
def test_an_unknown_table_is_refused(client, administrator, table):
    client.force_login(administrator)

    assert client.post(ADDRESS, {"table": table, "kind": "csv"}).status_code == 400
    assert not ExportLog.objects.exists()


def test_an_unknown_format_is_refused(client, administrator):
    client.force_login(administrator)

    assert client.post(ADDRESS, {"table": "results", "kind": "exe"}).status_code == 400


@pytest.mark.parametrize("method", ["get", "post"])
def test_study_staff_is_turned_away(client, staff, run, method):
    trained(run)
    client.force_login(staff)

    response = getattr(client, method)(ADDRESS, {"table": "results", "kind": "csv"})

    assert response.status_code == 302
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow(client, administrator, run, django_assert_num_queries, count):
    found = statements(count)
    for _number in range(5 * count):
        rated(run, (2, 4), statements=found)
        trained(run)
    client.force_login(administrator)

    with django_assert_num_queries(QUERIES):
        client.post(ADDRESS, {"table": "results", "kind": "csv"}).getvalue()


# The first taking of a quarter, which makes its data.
QUERIES = 18

"""The anonymous data: nothing of it names or singles out anybody, and each taking is logged."""

import csv
import io
from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from courses.registrar.models import ExportLog
from tests.courses.training.conftest import rated, statements, trained
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
ADDRESS = reverse("training:study")


@pytest.fixture(autouse=True)
def _in_finnish():
    with override("fi"):
        yield


def taken(client, user):
    """The file, as rows by heading."""
    client.force_login(user)
    text = client.post(ADDRESS, {"kind": "csv"}).getvalue().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:-1]]


def test_everybody_looks_like_five(client, administrator, run, foreign_run, lapland):
    for number in range(7):
        trained(run, county=lapland, profession="ohjaaja" if number < 5 else "lääkäri")
    for _number in range(2):
        trained(foreign_run, county=lapland, profession="harvinainen ammatti")

    rows = taken(client, administrator)

    known = Counter(tuple(row.values())[1:5] for row in rows)
    assert len(rows) == 9
    assert min(known.values()) >= 5
    assert "harvinainen ammatti" not in str(rows)


def test_nobody_is_named_and_ids_are_new_each_time(client, administrator, run, lapland):
    for number in range(6):
        learner = UserFactory(last_name=f"Merkkinen{number}", email=f"merkki{number}@esimerkki.fi")
        trained(run, county=lapland, learner=learner)

    first, second = taken(client, administrator), taken(client, administrator)

    for learner in User.objects.filter(last_name__startswith="Merkkinen"):
        assert learner.last_name not in str(first)
        assert learner.email not in str(first)
    ids = [{row["Rivi"] for row in rows} for rows in (first, second)]
    assert len(ids[0]) == len(ids[1]) == 6
    assert not ids[0] & ids[1]


def test_a_row_tells_completing_grade_and_levels(client, administrator, run):
    found = statements(1)
    for _number in range(5):
        enrolment = rated(run, (2, 4), statements=found)
    trained(run, enrolment=enrolment)

    rows = taken(client, administrator)

    told = Counter(tuple(row.values())[-4:] for row in rows)
    assert told == {("kyllä", "HYV", "2", "4"): 1, ("ei", "", "2", "4"): 4}


def test_where_the_course_is_left_out_its_statements_are_too(client, administrator, run):
    """Statements of one course alone would name it."""
    rated(run, (2, 4), statements=statements(1))
    for _number in range(4):
        EnrolmentFactory(run=CourseRunFactory())

    rows = taken(client, administrator)

    assert [list(row.values())[4:5] + list(row.values())[6:] for row in rows] == [[""] * 4] * 5


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


def test_an_unknown_format_is_refused(client, administrator):
    client.force_login(administrator)

    assert client.post(ADDRESS, {"kind": "exe"}).status_code == 400


@pytest.mark.parametrize("method", ["get", "post"])
def test_study_staff_is_turned_away(client, staff, run, method):
    trained(run)
    client.force_login(staff)

    response = getattr(client, method)(ADDRESS, {"kind": "csv"})

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
        client.post(ADDRESS, {"kind": "csv"}).getvalue()


QUERIES = 10

"""The page of trained people: what it counts, for whom, and in which steps."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.courses.training.conftest import AUTUMN, SPRING, rated, statements, trained
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db
ADDRESS = reverse("training:figures")


@pytest.fixture(autouse=True)
def _in_finnish():
    with override("fi"):
        yield


def table(client, user, key, **choice):
    """A table as a person reads it."""
    client.force_login(user)
    response = client.get(ADDRESS, choice)
    assert response.status_code == 200
    return response.context["shown"][key]["rows"]


def file_of(client, user, key, **choice):
    """A table as a file, its rows without the last line."""
    client.force_login(user)
    response = client.get(ADDRESS, choice | {"table": key, "export": "csv"})
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[:-1]


class TestWho:
    def test_study_staff_sees_its_own_organisations_people(self, client, staff, run, foreign_run):
        trained(run, profession="oma ammatti")
        for _number in range(6):
            trained(foreign_run, profession="vieras ammatti")
        client.force_login(staff)

        response = client.get(ADDRESS)

        assert response.context["people"] == 1
        for marker in (
            "VIERAS-1",
            "Vieras opintojakso",
            "ieras ammatti",
            str(foreign_run.organiser),
        ):
            assert marker not in response.text

    def test_a_foreign_organiser_is_no_choice(self, client, staff, run, foreign_run):
        trained(foreign_run)
        client.force_login(staff)

        response = client.get(ADDRESS, {"organiser": foreign_run.organiser_id})

        assert response.context["form"].errors.keys() == {"organiser"}
        assert "shown" not in response.context

    @pytest.mark.parametrize("role", ["teacher", "member", "employer_contact"])
    def test_others_of_the_organisation_are_turned_away(self, client, run, role):
        client.force_login(MembershipFactory(organisation=run.organiser, role=role).user)

        response = client.get(ADDRESS)

        assert response.status_code == 302
        assert ADDRESS not in response.url.partition("?")[0]

    def test_administrators_see_all(self, client, administrator, run, foreign_run):
        trained(run)
        trained(foreign_run)

        rows = table(client, administrator, "runs")

        assert [row[0] for row in rows] == ["OMA-1", "VIERAS-1"]


class TestCounties:
    def test_what_was_told_while_enrolling_counts_first(self, client, staff, run, lapland):
        own = OrganisationFactory(kind="county", name_fi="Oma alue")
        home = OrganisationFactory(kind="county", name_fi="Kotialue")
        town = OrganisationFactory(kind="municipality", county=home)
        trained(run, county=lapland, learner=UserFactory(county=own, home_organisation=home))
        trained(run, learner=UserFactory(county=own, home_organisation=home))
        trained(run, learner=UserFactory(home_organisation=home))
        trained(run, learner=UserFactory(home_organisation=town))
        trained(run, learner=UserFactory(home_organisation=run.organiser))

        assert table(client, staff, "counties") == [
            ["Kotialue", "2"],
            ["Lapin hyvinvointialue", "1"],
            ["Oma alue", "1"],
            ["Ei tiedossa", "1"],
        ]

    def test_a_person_counts_once_by_the_last_completion(self, client, staff, run, lapland):
        other = OrganisationFactory(kind="county", name_fi="Muualla")
        learner = UserFactory()
        trained(run, learner=learner, county=other, on=SPRING)
        later = CourseRunFactory(organiser=run.organiser)
        trained(later, learner=learner, county=lapland, on=AUTUMN)

        assert table(client, staff, "counties") == [
            ["Lapin hyvinvointialue", "1"],
            ["Muualla", "0"],
            ["Ei tiedossa", "0"],
        ]
        assert table(client, staff, "counties", last="2026-04-01")[1] == ["Muualla", "1"]

    def test_the_map_says_name_and_number_in_words(self, client, staff, run, lapland):
        trained(run, county=lapland)
        client.force_login(staff)

        response = client.get(ADDRESS)

        assert "<title>Lapin hyvinvointialue: 1</title>" in response.text

    def test_an_annulled_completion_trained_nobody(self, client, staff, run, lapland):
        completion = trained(run, county=lapland)
        completion.annulled_at, completion.annulled_reason = timezone.now(), "virhe"
        completion.save()

        assert table(client, staff, "counties")[0] == ["Lapin hyvinvointialue", "0"]


class TestSmallGroups:
    def test_professions_are_told_in_steps(self, client, staff, run):
        for number, profession in [(4, "lääkäri"), (7, "Ohjaaja"), (1, "")]:
            for _number in range(number):
                trained(run, profession=profession)

        expected = [["Ohjaaja", "5–9"], ["Lääkäri", "alle 5"], ["Ei kerrottu", "alle 5"]]
        assert table(client, staff, "professions") == expected
        assert file_of(client, staff, "professions")[1:] == expected

    def test_projects_are_told_in_steps(self, client, staff, run):
        project = OrganisationFactory(kind="project", name_fi="Hanke A")
        member = MembershipFactory(organisation=project, role="member").user
        trained(run, learner=member)
        trained(run, learner=UserFactory(home_organisation=project))
        # Of the project too, but never trained.
        MembershipFactory.create_batch(5, organisation=project, role="member")

        assert table(client, staff, "projects") == [["Hanke A", "alle 5"]]
        assert file_of(client, staff, "projects")[1:] == [["Hanke A", "alle 5"]]


def test_months_follow_each_other_without_gaps(client, staff, run):
    trained(run, on=SPRING)
    trained(run, on=AUTUMN)

    rows = table(client, staff, "months")

    assert [row[1] for row in rows] == ["1", "0", "0", "0", "0", "1"]


def test_pass_rates_count_each_enrolment_once(client, staff, run):
    for _number in range(3):
        trained(run)
    EnrolmentFactory(run=run)
    EnrolmentFactory(run=run, withdrawn_at=timezone.now())
    new = EnrolmentFactory(run=run)
    EnrolmentFactory(run=run, withdrawn_at=timezone.now(), moved_to=new)

    assert table(client, staff, "runs") == [
        ["OMA-1", str(run.course), str(run.organiser), "6", "3", "1", "2", "50"]
    ]
    assert table(client, staff, "courses") == [[str(run.course), "6", "3", "1", "2", "50"]]


class TestEffect:
    def test_is_not_told_of_nine(self, client, staff, run):
        found = statements()
        for _number in range(9):
            rated(run, (2, 4), statements=found)

        assert table(client, staff, "effects") == []
        assert "kun 10 saman opintojakson" in client.get(ADDRESS).text
        assert len(file_of(client, staff, "effects")) == 1

    def test_is_told_of_ten(self, client, staff, run):
        found = statements()
        for number in range(11):
            rated(run, (2, 4 if number % 2 else 3), statements=found)

        row = table(client, staff, "effects")[0]

        assert row == [found.name, "Osaan asian 1.", "5", "2,00", "3,50", "1,50", "10"]

    def test_two_organisers_do_not_make_ten_together(self, client, administrator, run, foreign_run):
        """Otherwise one of them, asked for alone, would be told by the difference."""
        found = statements()
        for number in range(12):
            rated(run if number % 2 else foreign_run, (2, 4), statements=found)

        assert table(client, administrator, "effects") == []

    def test_a_period_holds_whole_blocks_or_none(self, client, staff, run):
        found = statements()
        for number in range(10):
            rated(run, (2, 4), statements=found, on=SPRING if number < 9 else AUTUMN)

        assert table(client, staff, "effects", last="2026-08-01") == []
        assert table(client, staff, "effects", first="2026-09-01")[0][-1] == "10"

    def test_one_side_makes_no_pair(self, client, staff, run):
        found = statements()
        for _number in range(10):
            enrolment = rated(run, (2, 4), statements=found)
            enrolment.self_ratings.filter(moment="after").delete()

        assert table(client, staff, "effects") == []


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"table": "counties", "export": "exe"}, id="no such format"),
        pytest.param({"table": "people", "export": "csv"}, id="no such table"),
        pytest.param({"export": "csv"}, id="no table"),
        pytest.param({"table": "runs", "export": "csv", "first": "2026-13-01"}, id="no month"),
    ],
)
def test_what_there_is_none_of_is_not_there(client, staff, query):
    client.force_login(staff)

    assert client.get(ADDRESS, query).status_code == 404


def test_a_period_that_ends_before_it_begins_is_refused(client, staff, run):
    trained(run)
    client.force_login(staff)

    response = client.get(ADDRESS, {"first": "2026-09-01", "last": "2026-04-01"})

    assert response.context["form"].errors.keys() == {"last"}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_each_table_is_a_file_in_each_language(client, staff, run, language):
    trained(run)
    client.force_login(staff)
    client.cookies["django_language"] = language

    with override(language):
        for key in client.get(ADDRESS).context["shown"]:
            for kind, begins in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
                response = client.get(ADDRESS, {"table": key, "export": kind})
                assert response.getvalue().startswith(begins)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow(client, staff, run, lapland, django_assert_num_queries, count):
    found = statements(count)
    for number in range(count):
        other = CourseRunFactory(organiser=run.organiser)
        project = OrganisationFactory(kind="project")
        learner = MembershipFactory(organisation=project, role="member").user
        trained(other, learner=learner, county=lapland, profession=f"ammatti {number}")
        for _number in range(10):
            rated(other, (2, 4), statements=found)
    client.force_login(staff)
    client.get(ADDRESS)

    with django_assert_num_queries(QUERIES):
        assert client.get(ADDRESS).status_code == 200


QUERIES = 22

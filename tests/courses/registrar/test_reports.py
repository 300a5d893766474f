"""The completion list on the screen: one's own organisations, whatever is asked for."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import Membership
from certificates.issuing import issue_certificate
from certificates.models import Certificate
from certificates.revoking import revoke
from courses.models import Completion
from courses.registrar import reports
from courses.registrar.access import ensure_groups
from courses.registrar.columns import DEFAULT_KEYS
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.courses import CourseRunFactory

pytestmark = pytest.mark.django_db

# Session, user, permissions, office; the three choices of the filters; count, rows (twice:
# the table's cells, and whether there are any), certificates, deliveries; which
# certificates are not valid; whether they may deliver.
QUERIES = 12


@pytest.fixture
def lists(ours, theirs):
    """A completion in each house, under the same name."""
    ours.complete(surname="Samanniminen", email="oma@esimerkki.fi")
    theirs.complete(surname="Samanniminen", email="vieras@esimerkki.fi")
    return reverse("completion_list")


def rows_of(response):
    lines = csv.reader(
        io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")), delimiter=";"
    )
    return list(lines)[1:-1]


def shown(response):
    return [row["run_code"] for row in response.context["table"].data]


def test_staff_see_their_own_organisations_completions(client, ours, theirs, lists):
    client.force_login(ours.staff)
    response = client.get(lists)
    page = response.content.decode()
    assert shown(response) == [ours.run.code]
    for leak in (theirs.run.code, theirs.organisation.name, "vieras@esimerkki.fi"):
        assert leak not in page


def test_administrators_see_all(client, ours, theirs, lists):
    client.force_login(AdministratorFactory())
    assert set(shown(client.get(lists))) == {ours.run.code, theirs.run.code}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_hold_the_same_rows_as_the_screen(client, ours, theirs, lists, kind):
    client.force_login(ours.staff)
    response = client.get(lists, {"export": kind})
    if kind == "csv":
        rows = rows_of(response)
    else:
        content = io.BytesIO(b"".join(response.streaming_content))
        sheet = openpyxl.load_workbook(content).worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[7] for row in rows] == [ours.run.code]
    assert f'.{kind}"' in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("kind", ["", "csv", "xlsx"])
@pytest.mark.parametrize("name", ["run", "organiser"])
def test_a_foreign_choice_shows_no_row_and_no_name(client, ours, theirs, lists, kind, name):
    client.force_login(ours.staff)
    value = theirs.run.pk if name == "run" else theirs.organisation.pk
    response = client.get(lists, {name: value, "export": kind}, follow=True)
    page = response.content.decode()
    assert shown(response) == []
    for leak in (theirs.run.code, theirs.organisation.name, ours.run.code + "</td>"):
        assert leak not in page


def test_choices_are_ones_own(client, ours, theirs, lists):
    client.force_login(ours.staff)
    form = client.get(lists).context["filters"].form
    assert set(form.fields["run"].queryset) == {ours.run}
    assert set(form.fields["organiser"].queryset) == {ours.organisation}


def test_a_course_without_ones_own_runs_is_no_choice(client, ours, lists):
    foreign = CourseRunFactory().course
    client.force_login(ours.staff)
    form = client.get(lists).context["filters"].form
    assert set(form.fields["course"].queryset) == {ours.run.course}
    assert foreign not in form.fields["course"].queryset


@pytest.mark.parametrize(
    "query", [{"start": "x"}, {"state": "x"}, {"language": "xx"}, {"run": "x"}, {"run": "999999"}]
)
@pytest.mark.parametrize("kind", ["", "csv", "xlsx"])
def test_nonsense_shows_nothing_and_breaks_nothing(client, ours, lists, query, kind):
    client.force_login(ours.staff)
    response = client.get(lists, query | {"export": kind})
    assert response.status_code == (400 if kind else 200)
    assert shown(response) == []
    if kind:
        [mistake] = [
            error for errors in response.context["filters"].form.errors.values() for error in errors
        ]
        [said] = [str(message) for message in response.context["messages"]]
        assert said.endswith(mistake)


def test_an_unknown_format_is_refused_in_words(client, ours, lists):
    client.force_login(ours.staff)
    response = client.get(lists, {"export": "pdf", "p": "999"})
    assert response.status_code == 400
    assert "CSV" in str(next(iter(response.context["messages"])))


def test_xlsx_of_too_many_rows_leads_to_where_it_is_prepared(client, ours, lists, monkeypatch):
    monkeypatch.setattr(reports, "XLSX_LIMIT", 0)
    client.force_login(ours.staff)
    response = client.get(lists, {"export": "xlsx", "run": ours.run.pk})
    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('register:prepare')}?run={ours.run.pk}"


@pytest.mark.parametrize(
    ("role", "enters"),
    [
        (Membership.Role.STUDY_STAFF, True),
        (Membership.Role.TEACHER, True),
        (Membership.Role.EMPLOYER_CONTACT, False),
        (Membership.Role.MEMBER, False),
    ],
)
def test_who_may_open_it(client, ours, lists, role, enters):
    member = MembershipFactory(organisation=ours.organisation, role=role).user
    client.force_login(member)
    response = client.get(lists)
    assert response.status_code == (200 if enters else 302)
    assert client.get(lists, {"export": "csv"}).status_code == (200 if enters else 302)


def test_an_editor_without_an_office_neither_sees_nor_opens_it(client, lists):
    editor = UserFactory()
    editor.groups.add(ensure_groups())
    client.force_login(editor)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert lists not in home
    assert client.get(lists).status_code == 302
    assert client.get(lists, {"export": "csv"}).status_code == 302


def test_the_menu_leads_staff_there(client, ours, lists):
    client.force_login(ours.staff)
    assert lists in client.get(reverse("wagtailadmin_home")).content.decode()


def test_losing_the_office_closes_the_admin(client, ours, lists):
    ours.staff.memberships.get().delete()
    client.force_login(ours.staff)
    ours.staff.refresh_from_db()
    assert not ours.staff.is_staff
    assert client.get(lists).status_code == 302


def test_the_screen_tells_which_certificate_is_not_valid_and_files_the_number_in_force(
    client, ours, lists
):
    valid, expired, revoked = (issue_certificate(completion=one) for one in ours.complete(3))
    Certificate.objects.filter(pk=expired.pk).update(
        completed_on=datetime.date(2020, 1, 1), expires_on=datetime.date(2021, 1, 1)
    )
    revoke(revoked, by=ours.staff, reason="x")
    client.force_login(ours.staff)
    said = {row["certificate"] for row in client.get(lists).context["table"].data}
    with translation.override("fi"):
        words = {state: str(state.label) for state in Certificate.State}
    # The fixture's own completion has none.
    assert said == {
        "",
        valid.number,
        f"{expired.number} ({words[Certificate.State.EXPIRED]})",
        f"{revoked.number} ({words[Certificate.State.REVOKED]})",
    }
    place = DEFAULT_KEYS.index("certificate")
    files = {row[place] for row in rows_of(client.get(lists, {"export": "csv"}))}
    assert files == {valid.number, expired.number, ""}


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_rows(client, ours, django_assert_num_queries, count):
    ours.complete(count)
    client.force_login(ours.staff)
    address = reverse("completion_list_results")
    client.get(address)
    with django_assert_num_queries(QUERIES):
        assert len(shown(client.get(address))) == count


def test_pages_hold_fifty(client, ours):
    ours.complete(51)
    client.force_login(ours.staff)
    assert len(shown(client.get(reverse("completion_list")))) == 50
    assert len(shown(client.get(reverse("completion_list"), {"p": 2}))) == 1
    # A place beyond the last is the last.
    assert len(shown(client.get(reverse("completion_list"), {"p": 99}))) == 1
    assert Completion.objects.count() == 51

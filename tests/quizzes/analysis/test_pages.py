"""The pages of the item analysis: whose attempts they show, and their files."""

import csv
import io
import re

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Membership
from quizzes.models import Attempt, Question, Quiz
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.courses import EnrolmentFactory
from tests.factories.quizzes import QuizFactory, placed, question
from tests.quizzes.analysis.conftest import TWELVE, attempted, taken


@pytest.fixture
def staff(client, twelve):
    client.force_login(twelve.ours.staff)
    return client


@pytest.fixture
def editor(client, db):
    person = UserFactory(is_staff=True)
    person.groups.set(Group.objects.filter(name__in=["Editors", "Moderators"]))
    client.force_login(person)
    return client


def of_quiz(asked):
    return reverse("item_analysis_quiz", args=[asked.quiz.pk])


def of_question(asked, number):
    key = asked.questions[number].translation_key
    return reverse("item_analysis_question", args=[asked.quiz.pk, key])


def csv_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    headings, *rows, [end] = csv.reader(io.StringIO(text), delimiter=";")
    return [dict(zip(headings, row, strict=True)) for row in rows], end


def chosen(page):
    return page.context["analysis"]


# --- Whose attempts --------------------------------------------------------------------


def test_staff_see_the_attempts_of_their_own_runs(staff, twelve):
    page = staff.get(of_quiz(twelve))

    assert chosen(page).attempts == 12
    # With their five zeros it would be 8 of 17.
    assert chosen(page).items[0].figures.facility == pytest.approx(8 / 12)
    assert twelve.theirs.run.code not in page.text


def test_teachers_see_them_too(client, twelve):
    teacher = MembershipFactory(
        organisation=twelve.ours.organisation, role=Membership.Role.TEACHER
    ).user
    client.force_login(teacher)

    assert chosen(client.get(of_quiz(twelve))).attempts == 12


def test_editors_and_administrators_see_all(editor, client, twelve):
    assert chosen(editor.get(of_quiz(twelve))).attempts == 17
    client.force_login(AdministratorFactory())
    assert chosen(client.get(of_quiz(twelve))).attempts == 17


def test_a_quiz_that_nobody_took_on_a_run_of_theirs_is_not_there_for_staff(client, asked):
    taken(asked.place, asked.theirs.run, TWELVE, asked.questions)
    client.force_login(asked.ours.staff)

    listed = client.get(reverse("item_analysis"))
    assert asked.quiz.name not in listed.text
    for address in (of_quiz(asked), of_question(asked, 0)):
        assert client.get(address).status_code == 404
        assert client.get(address, {"export": "csv"}).status_code == 404


def test_the_list_counts_what_the_person_may_see(staff, editor, twelve, client):
    def listed():
        page = client.get(reverse("item_analysis"))
        [row] = [row for row in page.context["table"].data if row["pk"] == twelve.quiz.pk]
        return row["attempts"], row["people"]

    assert listed() == (17, 17)
    client.force_login(twelve.ours.staff)
    assert listed() == (12, 12)


def test_somebody_elses_run_is_no_choice(staff, twelve):
    page = staff.get(of_quiz(twelve), {"run": twelve.theirs.run.pk})

    assert page.status_code == 200
    assert chosen(page) is None
    assert page.context["form"].errors["run"]
    choices = page.context["form"].fields["run"].queryset
    assert list(choices) == [twelve.ours.run]


def test_no_export_of_somebody_elses_run(staff, twelve):
    answer = staff.get(of_quiz(twelve), {"run": twelve.theirs.run.pk, "export": "csv"})

    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_a_question_asked_only_elsewhere_is_not_there(staff, twelve):
    other = question()
    attempted(twelve.place, EnrolmentFactory(run=twelve.theirs.run), {other: 1})
    address = reverse("item_analysis_question", args=[twelve.quiz.pk, other.translation_key])

    assert staff.get(address).status_code == 404


@pytest.mark.parametrize("name", ["item_analysis", "item_analysis_results"])
def test_people_without_an_office_are_turned_away(client, db, name):
    client.force_login(UserFactory())

    assert client.get(reverse(name)).status_code == 302


def test_the_menu_leads_there(staff):
    assert reverse("item_analysis") in staff.get(reverse("wagtailadmin_home")).text


# --- What they show --------------------------------------------------------------------


def test_the_page_advises_in_words_and_shows_every_figure(staff, twelve):
    page = staff.get(of_quiz(twelve))

    rows = page.context["rows"]
    assert [row["name"] for row in rows] == [asked.name for asked in twelve.questions]
    assert rows[0]["advice"] == ""
    assert "erottelee väärin päin" in rows[2]["advice"]
    assert rows[2]["advice"] in page.text
    cells = {column.key: cell for column, cell in rows[0]["cells"]}
    assert cells["facility"] == "66,7 %"
    assert cells["attempts"] == "12"
    assert all(cell != "" for cell in cells.values())


def test_a_negative_covariance_leaves_the_weight_empty_and_is_flagged(editor, asked):
    # One question against three others, all of which go together.
    questions = [*asked.questions, question()]
    place = placed(QuizFactory(asks=questions))
    taken(place, asked.run, ["1 1 1 0"] * 6 + ["0 0 0 1"] * 6, questions)
    address = reverse("item_analysis_quiz", args=[place.quiz.pk])

    page = editor.get(address)
    last = page.context["rows"][3]
    assert {column.key: cell for column, cell in last["cells"]}["effective_weight"] == "–"
    assert page.text.count('<span class="analysis__aside">tulosta vastaan</span>') == 1
    rows, _end = csv_of(editor.get(address, {"export": "csv"}))
    assert [row["Kulkee tulosta vastaan"] for row in rows] == ["ei", "ei", "ei", "kyllä"]
    assert rows[3]["Todellinen paino (%)"] == ""


def test_few_attempts_have_no_figures_anywhere(editor, asked):
    taken(asked.place, asked.run, TWELVE[:9], asked.questions)

    page = editor.get(of_quiz(asked))
    for row in page.context["rows"]:
        assert {column.key: cell for column, cell in row["cells"]} == {
            "attempts": "9",
            "people": "9",
            "facility": "–",
            "discrimination": "–",
            "efficiency": "–",
            "guess": "50,0 %",
            "sd": "–",
            "intended_weight": "–",
            "effective_weight": "–",
        }
    assert page.context["figures"] == []
    rows, _end = csv_of(editor.get(of_quiz(asked), {"export": "csv"}))
    assert {row["Helppous (%)"] for row in rows} == {""}
    one = editor.get(of_question(asked, 0))
    assert "Ylin kolmannes" not in one.text


def test_attempts_that_wait_for_grading_are_told_of(editor, twelve):
    waiting = {"score": None, "percent": None, "passed": None, "graded_at": None}
    attempted(
        twelve.place,
        EnrolmentFactory(run=twelve.run),
        {twelve.questions[0]: 1},
        state=Attempt.State.NEEDS_GRADING,
        **waiting,
    )

    page = editor.get(of_quiz(twelve))

    assert (chosen(page).attempts, chosen(page).waiting) == (17, 1)
    assert "1 yritys odottaa vielä arviointia" in page.text


@pytest.mark.parametrize(
    ("ordering", "numbers"),
    [
        ("", [1, 2, 3]),
        ("-number", [3, 2, 1]),
        ("facility", [3, 2, 1]),
        ("-facility", [1, 2, 3]),
        ("advice", [3, 1, 2]),
        ("name", [1, 2, 3]),
        ("nonsense", [1, 2, 3]),
        ("-people", [1, 2, 3]),
    ],
)
def test_the_table_sorts_by_any_column(staff, twelve, ordering, numbers):
    page = staff.get(of_quiz(twelve), {"ordering": ordering})

    assert [row["item"].number for row in page.context["rows"]] == numbers


def test_a_choice_that_makes_no_sense_is_told_and_is_no_error(staff, twelve):
    for query in (
        {"start": "yesterday"},
        {"start": "0001-01-01"},
        {"end": "9999-12-31"},
        {"which": "best"},
        {"run": "x"},
        {"run": "999999"},
        {"run": "9" * 30},
    ):
        page = staff.get(of_quiz(twelve), query)
        assert page.status_code == 200
        assert chosen(page) is None
        assert page.context["form"].errors


def test_charts_have_names_and_stand_beside_tables(staff, twelve):
    page = staff.get(of_quiz(twelve)).text + staff.get(of_question(twelve, 0)).text

    drawings = re.findall(r'<svg class="chart .*?</svg>', page, re.DOTALL)
    assert len(drawings) == 2
    for drawing in drawings:
        [labels] = re.findall(r'role="img" aria-labelledby="([^"]+)"', drawing)
        for label in labels.split():
            [words] = re.findall(rf'id="{label}">([^<]+)<', drawing)
            assert words.strip()
        # Measures are numbers for a machine, whatever the reader's language.
        for number in re.findall(r' (?:x|y|x1|x2|y1|y2|width|height)="([^"]*)"', drawing):
            float(number)


def test_the_page_of_a_question_leads_editors_to_its_editor(editor, client, twelve):
    source = Question.objects.get(pk=twelve.questions[0].pk)
    edit = reverse("wagtailsnippets_quizzes_question:edit", args=[source.pk])

    assert edit in editor.get(of_question(twelve, 0)).text
    client.force_login(twelve.ours.staff)
    page = client.get(of_question(twelve, 0))
    assert page.status_code == 200
    assert edit not in page.text


# --- Files -----------------------------------------------------------------------------


def test_the_csv_has_what_the_page_has(staff, twelve):
    Question.objects.filter(pk=twelve.questions[1].pk).update(name="=cmd|' /C calc'!A0")

    rows, end = csv_of(staff.get(of_quiz(twelve), {"export": "csv", "run": twelve.run.pk}))

    assert [row["Helppous (%)"] for row in rows] == ["66,666667", "58,333333", "25"]
    assert rows[1]["Kysymys"].startswith("'=")
    assert [row["Yritykset"] for row in rows] == ["12"] * 3
    assert "# rows: 3" in end or "3" in end
    assert twelve.run.code in end


def test_the_xlsx_has_numbers_as_numbers(staff, twelve):
    answer = staff.get(of_quiz(twelve), {"export": "xlsx"})

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    first = {name: cell.value for name, cell in zip(headings, sheet[2], strict=True)}
    assert first["Helppous (%)"] == pytest.approx(200 / 3)
    assert first["Yritykset"] == 12
    assert sheet.max_row == 4


def test_the_quiz_as_a_whole_goes_out_too(staff, twelve):
    rows, _end = csv_of(staff.get(of_quiz(twelve), {"export": "csv", "table": "whole"}))

    figures = {row["Luku"]: (row["Arvo"], row["Yksikkö"]) for row in rows}
    assert figures["Yritykset"] == ("12", "")
    assert figures["Keskiarvo"] == ("1,5", "pistettä")
    # Σ(T − 1,5)² = 9 and 11 degrees of freedom.
    assert figures["Keskihajonta"] == ("0,904534", "pistettä")
    assert len(figures) == 11


def test_the_answers_of_a_question_go_out_too(staff, twelve):
    rows, _end = csv_of(staff.get(of_question(twelve, 0), {"export": "csv"}))

    assert [(row["Vastaus"], row["Arvo (%)"]) for row in rows] == [
        ("Oikea", "100"),
        ("Puolikas", "50"),
        ("Väärä", "0"),
        ("Ei vastausta", ""),
    ]
    assert rows[3]["Yritykset"] == "12"


# --- Cost ------------------------------------------------------------------------------

# The admin around the page has queries of its own, which are others' concern.
AT_MOST = 25


@pytest.fixture
def queries_of(client, asked):
    """Count the queries of a page, asked for by study staff for the second time."""
    client.force_login(asked.ours.staff)

    def count(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address)
        assert len(captured) <= AT_MOST
        return page, len(captured)

    return count


def test_queries_of_the_list_do_not_grow(asked, queries_of):
    counts = []
    for wanted in (1, 3):
        while Quiz.objects.filter(attempts__isnull=False).distinct().count() < wanted:
            place = placed(QuizFactory(asks=asked.questions))
            taken(place, asked.run, TWELVE, asked.questions)
        page, count = queries_of(reverse("item_analysis_results"))
        assert len(page.context["table"].data) == wanted
        counts.append(count)

    assert counts[0] == counts[1]


def test_queries_of_a_quiz_do_not_grow(asked, queries_of):
    counts = []
    for wanted in (1, 3):
        questions = asked.questions[:wanted]
        place = placed(QuizFactory(asks=questions))
        taken(place, asked.run, [" ".join("1" * wanted)] * 10 * wanted, questions)
        page, count = queries_of(reverse("item_analysis_quiz", args=[place.quiz.pk]))
        assert len(page.context["rows"]) == wanted
        counts.append(count)

    assert counts[0] == counts[1]


def test_queries_of_a_question_do_not_grow_with_versions(asked, queries_of):
    [first, *_others] = asked.questions
    counts = []
    for version in range(1, 4):
        Question.objects.filter(pk=first.pk).update(stem=f"<p>Sanottu {version}. kerran</p>")
        taken(asked.place, asked.run, ["1"] * 10, [first])
        page, count = queries_of(of_question(asked, 0))
        numbers = [shown["version"].number for shown in page.context["versions"]]
        assert numbers == [*range(version, 0, -1)]
        assert "Sanottu 1. kerran" in page.text
        counts.append(count)

    assert len(set(counts)) == 1

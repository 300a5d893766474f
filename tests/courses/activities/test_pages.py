"""The pages of activities: what may go live, what their step keeps, who reads them."""

import pytest
from django.utils.translation import override

from courses.activities.terms import wanted
from courses.models import CourseStep
from home.checks import find_problems
from tests.editing import page_form
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.activities import (
    AssignmentPageFactory,
    SelfAssessmentPageFactory,
    StatementSetFactory,
    WebinarPageFactory,
    criterion,
    enrolled_at,
    step_of,
)
from tests.factories.courses import ModulePageFactory, catalogue
from tests.factories.home import in_language, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def module():
    return ModulePageFactory()


def problems(factory, module, **fields):
    page = factory(parent=module, published=False, **fields)
    with override("en"):
        return [str(problem) for problem in find_problems(page)]


class TestPublishing:
    @pytest.mark.parametrize(
        ("factory", "fields", "said"),
        [
            pytest.param(AssignmentPageFactory, {"body": []}, "no task", id="no task"),
            pytest.param(
                AssignmentPageFactory, {"file_types": ".pdf .exe"}, "exe", id="odd kinds of files"
            ),
            pytest.param(
                AssignmentPageFactory,
                {"criteria": [criterion("a"), criterion("b")]},
                "same name",
                id="two criteria of one name",
            ),
            pytest.param(
                WebinarPageFactory, {"attendance_counts": False}, "Nothing", id="nothing to do"
            ),
            pytest.param(
                WebinarPageFactory,
                {"attendance_counts": False, "diary": "<p></p>"},
                "Nothing",
                id="an emptied diary",
            ),
        ],
    )
    def test_is_refused_with_the_reason(self, module, factory, fields, said):
        assert any(said in problem for problem in problems(factory, module, **fields))

    def test_of_no_statement_is_refused(self, module):
        empty = StatementSetFactory(of=0)
        found = problems(SelfAssessmentPageFactory, module, statement_set=empty)
        assert any("no statement" in problem for problem in found)

    def test_statements_are_wanted_in_the_pages_language(self):
        statements = StatementSetFactory()
        statements.statements.update(words={"fi": "Osaan."})
        page = SelfAssessmentPageFactory(statement_set=statements)
        with override("en"):
            swedish = in_language(page, "sv", published=False)
            assert any("not translated" in problem.words for problem in find_problems(swedish))

    def test_advice_is_given(self, module):
        with override("en"):
            advice = AssignmentPageFactory(parent=module, rounds=1).publishing_advice()
            assert any("criteria" in said.words for said in advice)
            assert any("once only" in said.words for said in advice)
            alone = SelfAssessmentPageFactory(parent=module)
            assert any("growth" in said.words for said in alone.publishing_advice())


class TestTerms:
    def test_of_an_assignment_are_copied_in_every_language(self):
        page = AssignmentPageFactory(
            criteria=[criterion()], files_most=2, file_types=".pdf, docx", scale="zero_to_five"
        )
        swedish = in_language(page, "sv", published=False)
        swedish.criteria[0].value["name"] = "Motivering"
        swedish.criteria = swedish.criteria
        swedish.save()
        publish(swedish)
        terms = step_of(page).terms
        assert terms["criteria"][0]["names"] == {"fi": "Perustelu", "sv": "Motivering"}
        assert terms["criteria"][0]["points"] == "2"
        assert (terms["scale"], terms["file_types"]) == ("zero_to_five", [".pdf", "docx"])
        read = wanted(step_of(page), "")
        assert read.kinds.in_words == ".pdf, .docx"
        with override("sv"):
            assert read.criteria[0].name == "Motivering"

    def test_of_a_webinar(self):
        page = WebinarPageFactory(task_before="<p>Lue.</p>", texts_are_assessed=True)
        assert step_of(page).terms == {
            "before": True,
            "attendance": True,
            "diary": False,
            "assessed": True,
        }

    def test_of_a_self_assessment(self):
        page = SelfAssessmentPageFactory(moment="after")
        assert step_of(page).terms == {"set": page.statement_set_id, "moment": "after"}

    def test_follow_the_page(self):
        page = AssignmentPageFactory()
        page.min_words = 300
        publish(page)
        assert step_of(page).terms["min_words"] == 300


def test_limits_that_contradict_each_other_are_said_at_their_field():
    page = AssignmentPageFactory()
    data = page_form(page) | {"min_words": "500", "max_words": "100"}

    form = page.get_edit_handler().get_form_class()(data, instance=page)

    assert set(form.errors) == {"min_words"}


FACTORIES = [AssignmentPageFactory, WebinarPageFactory, SelfAssessmentPageFactory]


@pytest.mark.parametrize("factory", FACTORIES)
class TestReading:
    def test_it_is_a_step_like_others(self, client, factory):
        page = factory()
        enrolment = enrolled_at(page)
        client.force_login(enrolment.learner)
        shown = client.get(page.url)
        assert shown.status_code == 200
        assert shown.context["reading"].step.kind == page.step_kind
        course = client.get(page.get_parent().get_parent().url)
        assert client.get(course.context["action"].href).url.startswith(page.url)

    def test_a_stranger_is_shown_the_way_in(self, client, factory):
        page = factory()
        assert client.get(page.url).status_code == 403
        client.force_login(UserFactory())
        assert client.get(page.url).status_code == 403

    def test_staff_look_in_without_a_form_that_sends(self, client, factory):
        page = factory()
        client.force_login(MembershipFactory().user)
        shown = client.get(page.url)
        assert shown.status_code == 200
        assert 'method="post" action="/fi/opinnot' not in shown.text

    def test_a_preview_shows_the_draft(self, client, factory):
        page = factory()
        client.force_login(AdministratorFactory())
        page.title = "Luonnos näkyy"
        answer = page.make_preview_request(preview_mode="")
        assert answer.status_code == 200
        assert "Luonnos näkyy" in answer.rendered_content

    def test_in_swedish_the_words_are_swedish(self, client, factory):
        page = factory()
        swedish = in_language(page, "sv", title="Svensk sida")
        enrolment = enrolled_at(page)
        client.force_login(enrolment.learner)
        shown = client.get(swedish.url)
        assert shown.status_code == 200
        assert shown.context["page"].title == "Svensk sida"


def test_steps_go_and_stay_with_their_pages():
    page = AssignmentPageFactory()
    step = step_of(page)
    page.unpublish()
    assert CourseStep.objects.get(pk=step.pk).retired_at
    assert catalogue().pk

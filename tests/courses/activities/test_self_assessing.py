"""Rating oneself before and after: complete or not at all, and nobody else's business."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.activities.rating import NotOpenError, pairs_of, rate
from courses.activities.statements import SelfRating, Statement
from courses.models import StepProgress
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.activities import (
    SelfAssessmentPageFactory,
    StatementSetFactory,
    enrolled_at,
    step_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def statements():
    return StatementSetFactory(of=3)


@pytest.fixture
def before(statements):
    return SelfAssessmentPageFactory(statement_set=statements)


@pytest.fixture
def after(statements, before):
    return SelfAssessmentPageFactory(
        statement_set=statements, moment="after", parent=before.get_parent()
    )


@pytest.fixture
def enrolment(before, after, client):
    enrolment = enrolled_at(before)
    client.force_login(enrolment.learner)
    return enrolment


def levels_of(statements, *levels):
    keys = Statement.objects.filter(statement_set=statements).values_list("pk", flat=True)
    return {str(key): str(level) for key, level in zip(keys, levels, strict=False)}


def answer(client, enrolment, page, levels):
    address = reverse("courses:rate", args=[enrolment.pk, step_of(page).key])
    return client.post(address, {f"vaittama-{key}": level for key, level in levels.items()})


class TestAnswering:
    def test_keeps_the_words_and_completes_the_step(self, client, enrolment, before, statements):
        assert answer(client, enrolment, before, levels_of(statements, 1, 3, 5)).status_code == 302
        said = SelfRating.objects.get()
        assert list(said.answers.values()) == [1, 3, 5]
        assert said.statements[0]["words"]["sv"] == "Jag kan sak 1."
        assert StepProgress.objects.get(step=step_of(before)).completed_at

    def test_what_is_missing_is_named_and_the_rest_stays(
        self, client, enrolment, before, statements
    ):
        page = answer(client, enrolment, before, levels_of(statements, 2))
        assert page.status_code == 400
        assert len(page.context["missing"]) == 2
        assert page.text.count(" checked") == 1
        assert not SelfRating.objects.exists()

    @pytest.mark.parametrize("level", ["0", "6", "x", "", "-1", "1.5", "٣"])
    def test_a_level_off_the_scale_is_missing(self, client, enrolment, before, statements, level):
        sent = levels_of(statements, 2, 2, level)
        assert answer(client, enrolment, before, sent).status_code == 400

    def test_twice_keeps_the_first(self, client, enrolment, before, statements):
        answer(client, enrolment, before, levels_of(statements, 1, 1, 1))
        answer(client, enrolment, before, levels_of(statements, 5, 5, 5))
        assert list(SelfRating.objects.get().answers.values()) == [1, 1, 1]

    def test_when_the_run_is_over_nothing_is_taken(self, enrolment, before, statements):
        enrolment.run.ends_on = datetime.date(2020, 1, 1)
        enrolment.run.save()
        with pytest.raises(NotOpenError):
            rate(enrolment=enrolment, step=step_of(before), levels={})

    def test_somebody_elses_is_not_there(self, client, enrolment, before, statements):
        client.force_login(UserFactory())
        assert answer(client, enrolment, before, {}).status_code == 404

    def test_after_asks_what_was_asked_before(self, client, enrolment, before, after, statements):
        answer(client, enrolment, before, levels_of(statements, 1, 2, 3))
        retired = Statement.objects.filter(statement_set=statements).first()
        retired.retired_at = timezone.now()
        retired.save()
        Statement.objects.create(statement_set=statements, position=9, words={"fi": "Uusi"})
        rows = client.get(after.url).context["rows"]
        assert [row["asked"].key for row in rows] == list(levels_of(statements, 1, 1, 1))


class TestGrowth:
    @pytest.fixture
    def both(self, client, enrolment, before, after, statements):
        answer(client, enrolment, before, levels_of(statements, 1, 3, 4))
        answer(client, enrolment, after, levels_of(statements, 4, 3, 3))
        return enrolment

    def test_is_drawn_and_told_after_the_second(self, client, both, after):
        shown = client.get(after.url)
        assert [pair.change for pair in shown.context["growth"].pairs] == [3, 0, -1]
        assert "<svg" in shown.text
        assert "+3" in shown.text

    def test_is_not_there_after_the_first(self, client, enrolment, before, statements):
        answer(client, enrolment, before, levels_of(statements, 1, 3, 4))
        assert client.get(before.url).context["growth"] is None
        address = reverse("courses:growth", args=[enrolment.pk])
        assert client.get(address).status_code == 404

    def test_has_a_page_of_its_own_for_its_learner_alone(self, client, both):
        address = reverse("courses:growth", args=[both.pk])
        assert client.get(address).status_code == 200
        client.force_login(MembershipFactory(organisation=both.run.organiser).user)
        assert client.get(address).status_code == 404

    def test_is_in_my_studies(self, client, both):
        assert (
            reverse("courses:growth", args=[both.pk])
            in client.get(reverse("courses:my_studies")).text
        )

    def test_is_no_part_of_any_result(self, both, after):
        done = StepProgress.objects.get(step=step_of(after))
        assert (done.score, done.grade) == (None, "")
        [growth] = pairs_of(both)
        assert (str(growth.before), str(growth.after)) == ("2.7", "3.3")


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow_with_statements(client, count, django_assert_max_num_queries):
    page = SelfAssessmentPageFactory(statement_set__of=count)
    enrolment = enrolled_at(page)
    client.force_login(enrolment.learner)
    client.get(page.url)
    with django_assert_max_num_queries(18):
        client.get(page.url)


def test_levels_and_statements_that_were_rated_stay(client):
    from tests.factories.accounts import AdministratorFactory

    page = SelfAssessmentPageFactory()
    enrolment = enrolled_at(page)
    rated = page.statement_set
    client.force_login(enrolment.learner)
    answer(client, enrolment, page, levels_of(rated, 1, 1))
    client.force_login(AdministratorFactory())
    address = reverse("statementset:edit", args=[rated.pk])
    assert client.get(address).status_code == 200
    first, second = Statement.objects.filter(statement_set=rated)
    data = {
        "name": "Uusi nimi", "levels": "7",
        "lowest_fi": "heikosti", "highest_fi": "hyvin",
        "statements-TOTAL_FORMS": "2", "statements-INITIAL_FORMS": "2",
        "statements-MIN_NUM_FORMS": "1", "statements-MAX_NUM_FORMS": "1000",
        "statements-0-id": first.pk, "statements-0-words_fi": "Osaan paremmin.",
        "statements-0-ORDER": "1", "statements-0-retired": "on",
        "statements-1-id": second.pk, "statements-1-words_fi": "Toinen",
        "statements-1-ORDER": "2", "statements-1-DELETE": "on",
    }  # fmt: skip
    assert client.post(address, data).status_code == 400
    data["statements-1-DELETE"] = ""
    assert client.post(address, data).status_code == 302
    rated.refresh_from_db()
    assert (rated.name, rated.levels, rated.lowest) == ("Uusi nimi", 5, {"fi": "heikosti"})
    first.refresh_from_db()
    assert first.retired_at
    assert first.words == {"fi": "Osaan paremmin."}
    assert Statement.objects.filter(statement_set=rated).count() == 2

"""The room of a run's days and reminders: one form, held as a whole; staff only."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from courses.models import ReminderRule, StepDate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def address(house):
    return reverse("run:dates", args=[house.run.pk])


@pytest.fixture
def post(client, ours):
    client.force_login(ours.staff)
    return lambda **fields: client.post(address(ours), fields)


def days(house, *spans):
    """The fields of the form: opens and due of each step."""
    return {
        f"{name}_{step.pk}": day
        for step, span in zip(house.steps, spans, strict=False)
        for name, day in zip(("opens", "due"), span, strict=True)
    }


def kept(house):
    rows = StepDate.objects.filter(run=house.run).order_by("step__position")
    return [(row.step, str(row.opens_on), str(row.due_on)) for row in rows]


class TestDays:
    def test_all_in_one_form(self, post, ours):
        response = post(**days(ours, ("2026-11-01", "2026-11-30"), ("", "2026-12-01"), ("", "")))

        assert response.status_code == 302
        assert kept(ours) == [
            (ours.steps[0], "2026-11-01", "2026-11-30"),
            (ours.steps[1], "None", "2026-12-01"),
        ]

    def test_emptied_fields_take_the_days_away(self, post, ours):
        post(**days(ours, ("2026-11-01", "2026-11-30")))

        post(**days(ours, ("", "")))

        assert kept(ours) == []

    def test_one_mistake_keeps_all_as_it_was_and_what_was_typed(self, post, ours):
        response = post(**days(ours, ("2026-11-01", "2026-11-30"), ("2026-12-02", "2026-12-01")))

        assert response.status_code == 400
        assert kept(ours) == []
        assert 'value="2026-11-30"' in response.text
        assert "due on the day it opens, or later" in response.text

    @pytest.mark.parametrize(
        "span", [("", "2027-01-01"), ("2027-01-01", ""), ("", "2026-10-31"), ("", "1999-01-01")]
    )
    def test_within_the_days_of_the_run(self, post, ours, span):
        ours.run.starts_on = datetime.date(2026, 11, 1)
        ours.run.ends_on = datetime.date(2026, 12, 31)
        ours.run.save()

        assert post(**days(ours, span)).status_code == 400
        assert kept(ours) == []

    @pytest.mark.parametrize("day", ["eilen", "2026-13-01", "99999-01-01"])
    def test_what_is_no_day_is_refused(self, post, ours, day):
        assert post(**days(ours, ("", day))).status_code == 400

    def test_another_runs_days_stay(self, post, ours, theirs):
        StepDate.objects.create(
            run=theirs.run, step=ours.steps[0], due_on=datetime.date(2026, 11, 30)
        )

        post(**days(ours, ("", "")))

        assert len(kept(theirs)) == 1


class TestReminders:
    def test_chosen_and_taken_away(self, post, ours):
        post(deed="add", kind="before_deadline", days="7")
        rule = ReminderRule.objects.get(run=ours.run)
        assert (rule.kind, rule.days) == ("before_deadline", 7)

        post(deed="remove", rule=rule.pk)
        assert not ReminderRule.objects.exists()

    @pytest.mark.parametrize(
        "fields",
        [
            {"kind": "before_deadline", "days": "0"},
            {"kind": "before_deadline", "days": "366"},
            {"kind": "never", "days": "1"},
            {"kind": "before_deadline", "days": "7"},
        ],
        ids=["no day", "more than a year", "unknown", "chosen already"],
    )
    def test_refused_in_words(self, post, ours, fields):
        ReminderRule.objects.create(run=ours.run, kind="before_deadline", days=7)

        response = post(deed="add", **fields)

        assert response.status_code == 400
        assert response.context["reminder"].errors
        assert ReminderRule.objects.count() == 1

    @pytest.mark.parametrize("rule", ["", "x", "9" * 30])
    def test_an_odd_one_takes_nothing_away(self, post, ours, rule):
        ReminderRule.objects.create(run=ours.run, kind="before_deadline", days=7)

        assert post(deed="remove", rule=rule).status_code == 302
        assert ReminderRule.objects.count() == 1

    def test_another_houses_rule_stays(self, post, theirs):
        rule = ReminderRule.objects.create(run=theirs.run, kind="before_end", days=3)

        post(deed="remove", rule=rule.pk)

        assert ReminderRule.objects.filter(pk=rule.pk).exists()


class TestWhoMay:
    def test_teachers_read_and_change_nothing(self, client, ours):
        client.force_login(ours.teacher)

        page = client.get(address(ours))
        refused = client.post(address(ours), days(ours, ("", "2026-11-30")))

        assert page.status_code == 200
        assert refused.status_code == 403
        assert kept(ours) == []
        assert client.post(address(ours), {"deed": "add", "kind": "before_end", "days": "3"})
        assert not ReminderRule.objects.exists()

    def test_another_house_finds_nothing(self, client, ours, theirs):
        client.force_login(theirs.staff)

        assert client.get(address(ours)).status_code == 404
        assert client.post(address(ours), days(ours, ("", "2026-11-30"))).status_code == 404
        assert kept(ours) == []

"""When identity codes are erased: every way in which nothing needs them any more."""

import datetime
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import IdentityCode
from courses.registrar.entering import mark_entered, take_back
from courses.registrar.identity_codes_ended import (
    KEPT_AFTER_ENTRY,
    KEPT_UNENTERED,
    Facts,
    end_of_enrolment,
    erase_due,
)
from courses.registrar.identity_codes_kept import keep_code
from home import clock
from tests.courses.registrar.conftest import annul, corrected
from tests.factories.courses import EnrolmentFactory

CODE = "131052-308T"
TODAY = datetime.date(2026, 11, 22)


def at(year, month, day):
    return datetime.datetime(year, month, day, 10, tzinfo=datetime.UTC)


JUNE, JULY, AUGUST = at(2026, 6, 1), at(2026, 7, 1), at(2026, 8, 1)


@pytest.mark.parametrize(
    ("said", "end"),
    [
        pytest.param({}, JUNE, id="a run without an end: since they were there last"),
        pytest.param({"last_there_at": JULY}, JULY, id="who came back is waited for anew"),
        pytest.param({"run_ends_on": TODAY + timedelta(days=30)}, None, id="the run goes on"),
        pytest.param({"run_ends_on": TODAY}, None, id="its last day belongs to it"),
        pytest.param({"run_ends_on": JULY.date()}, JULY, id="the run ended"),
        pytest.param({"archived_at": JULY}, JULY, id="the run was archived"),
        pytest.param(
            {"archived_at": JULY, "run_ends_on": TODAY + timedelta(days=30)},
            JULY,
            id="archived before its end",
        ),
        pytest.param(
            {"withdrawn_at": JULY, "run_ends_on": TODAY + timedelta(days=30)}, JULY, id="withdrawn"
        ),
        pytest.param(
            {"completed_at": JULY, "is_valid": True}, JULY, id="completed on a run without an end"
        ),
        pytest.param(
            {"completed_at": JUNE, "is_valid": True, "run_ends_on": TODAY + timedelta(days=1)},
            None,
            id="completed on a run that goes on",
        ),
        pytest.param(
            {"completed_at": JUNE, "is_valid": True, "run_ends_on": JULY.date()},
            JULY,
            id="never entered, and the run ended",
        ),
        pytest.param(
            {"completed_at": AUGUST, "is_valid": True, "archived_at": JULY},
            AUGUST,
            id="completed after the run was archived",
        ),
        pytest.param(
            {
                "completed_at": JUNE,
                "annulled_at": AUGUST,
                "run_ends_on": TODAY + timedelta(days=30),
            },
            AUGUST,
            id="annulled, and closed for good",
        ),
        pytest.param({"annulled_at": AUGUST, "run_ends_on": JULY.date()}, AUGUST, id="annulled"),
        pytest.param(
            {"annulled_at": JULY, "last_there_at": AUGUST}, AUGUST, id="annulled and gone on with"
        ),
        pytest.param(
            {"annulled_at": AUGUST, "run_ends_on": TODAY + timedelta(days=30)},
            None,
            id="annulled, and the run goes on",
        ),
        pytest.param(
            {"completed_at": JUNE, "is_valid": True, "annulled_at": AUGUST},
            JUNE,
            id="annulled and recorded anew: the valid one counts",
        ),
    ],
)
def test_an_enrolment_ends(said, end):
    nothing = {
        "withdrawn_at": None,
        "completed_at": None,
        "is_valid": False,
        "annulled_at": None,
        "entered_at": None,
        "last_there_at": JUNE,
        "archived_at": None,
        "run_ends_on": None,
    }
    found = end_of_enrolment(Facts(**nothing | said), TODAY)
    assert found == (end.date() + KEPT_UNENTERED if end else None)


def test_an_entered_row_ends_ninety_days_later_whatever_the_run_does():
    facts = Facts(
        withdrawn_at=None,
        completed_at=JUNE,
        is_valid=True,
        annulled_at=None,
        entered_at=JULY,
        last_there_at=JUNE,
        archived_at=None,
        run_ends_on=TODAY + timedelta(days=300),
    )
    assert end_of_enrolment(facts, TODAY) == JULY.date() + timedelta(days=90)


# --- In the database ------------------------------------------------------------------


@pytest.fixture
def house(ours, settings):
    """A polytechnic that asks for codes, with a run that goes on."""
    settings.IDENTITY_CODE_KEYS = [b"k" * 32]
    ours.organisation.uses_identity_codes = True
    ours.organisation.save()
    ours.run.ends_on = timezone.localdate() + timedelta(days=400)
    ours.run.save()
    return ours


def give(house, learner):
    return keep_code(person=learner, organisation=house.organisation, code=CODE)


def completed(house, **fields):
    [completion] = house.registrable(enrolment__completed_at=timezone.now(), **fields)
    give(house, completion.learner)
    return completion


def ends():
    """The day on which the only code ends, as the clock finds it the next time that it looks."""
    IdentityCode.objects.update(settled_on=None)
    erase_due(timezone.now())
    return IdentityCode.objects.get().erase_on


def today():
    return timezone.localdate()


@pytest.mark.django_db
class TestWithTheFacts:
    def test_the_clock_erases_ninety_days_after_entering_and_not_before(self, house):
        completed(house)
        waiting = EnrolmentFactory(run=house.run).learner
        give(house, waiting)
        mark_entered(delivery=house.deliver(), rows=None, by=house.staff)
        now = timezone.now()
        assert clock.tick(now + timedelta(days=89))["identity codes"] == 0
        assert clock.tick(now + timedelta(days=90))["identity codes"] == 1
        assert IdentityCode.objects.get().person == waiting

    def test_a_slip_that_is_taken_back_leaves_the_end_of_what_is_entered(self, house):
        completion = completed(house)
        other = EnrolmentFactory(run=house.run, learner=completion.learner, completed_at=JULY)
        house.registrable(enrolment=other)
        first = house.deliver()
        mark_entered(delivery=first, rows=None, by=house.staff)
        entered = today() + KEPT_AFTER_ENTRY
        assert IdentityCode.objects.get().erase_on == entered
        row = first.rows.get(completion__enrolment=other)
        take_back(delivery=first, rows=[row.pk])
        # One of two rows waits on a run that goes on: no end is known.
        assert IdentityCode.objects.get().erase_on is None
        annul(row.completion)
        mark_entered(delivery=house.deliver(), rows=None, by=house.staff)
        assert ends() == today() + KEPT_UNENTERED

    def test_taking_back_in_one_delivery_what_a_later_one_has_entered(self, house):
        completion = completed(house)
        first = house.deliver()
        mark_entered(delivery=first, rows=None, by=house.staff)
        corrected(completion, surname="Toinen")
        second = house.deliver()
        mark_entered(delivery=second, rows=None, by=house.staff)
        take_back(delivery=first, rows=[first.rows.get().pk])
        assert IdentityCode.objects.get().erase_on == today() + KEPT_AFTER_ENTRY

    def test_a_correction_waits_for_its_own_entering(self, house):
        completion = completed(house)
        mark_entered(delivery=house.deliver(), rows=None, by=house.staff)
        corrected(completion, surname="Toinen")
        assert ends() is None

    def test_withdrawal_annulment_and_archiving_end_it(self, house):
        enrolment = EnrolmentFactory(run=house.run)
        give(house, enrolment.learner)
        assert ends() is None
        enrolment.withdrawn_at = timezone.now()
        enrolment.save()
        assert ends() == today() + KEPT_UNENTERED
        IdentityCode.objects.all().delete()
        completion = completed(house)
        assert ends() is None
        annul(completion)
        assert ends() == today() + KEPT_UNENTERED
        IdentityCode.objects.all().delete()
        completed(house)
        house.run.archived_at = timezone.now()
        house.run.save()
        IdentityCode.objects.update(settled_on=None)
        assert clock.tick(timezone.now() + timedelta(days=179))["identity codes"] == 0
        assert clock.tick(timezone.now() + timedelta(days=180))["identity codes"] == 1

    def test_another_enrolment_of_the_person_keeps_it(self, house):
        completion = completed(house)
        mark_entered(delivery=house.deliver(), rows=None, by=house.staff)
        EnrolmentFactory(run=house.run, learner=completion.learner)
        assert ends() is None

    def test_what_happens_in_another_house_keeps_nothing(self, house, theirs):
        enrolment = EnrolmentFactory(run=house.run, withdrawn_at=timezone.now())
        theirs.organisation.uses_identity_codes = True
        theirs.organisation.save()
        give(house, enrolment.learner)
        theirs.run.ends_on = today() + timedelta(days=400)
        theirs.run.save()
        EnrolmentFactory(run=theirs.run, learner=enrolment.learner)
        keep_code(person=enrolment.learner, organisation=theirs.organisation, code=CODE)
        erase_due(timezone.now())
        found = dict(IdentityCode.objects.values_list("organisation", "erase_on"))
        assert found == {
            house.organisation.pk: today() + KEPT_UNENTERED,
            theirs.organisation.pk: None,
        }

    def test_a_code_that_no_enrolment_needs_ends_by_the_day_it_was_given(self, house):
        give(house, house.staff)
        assert ends() == today() + KEPT_UNENTERED

    def test_a_code_given_anew_is_kept_as_if_new(self, house):
        enrolment = EnrolmentFactory(run=house.run, withdrawn_at=JUNE)
        give(house, enrolment.learner)
        first = ends()
        EnrolmentFactory(run=house.run, learner=enrolment.learner)
        give(house, enrolment.learner)
        assert (first, ends()) == (JUNE.date() + KEPT_UNENTERED, None)

    @pytest.mark.parametrize("count", [1, 3])
    def test_settling_costs_the_same_queries_for_one_and_three(
        self, house, django_assert_num_queries, count
    ):
        for _ in range(count):
            completed(house)
        # Who is not settled today; savepoint, codes, facts, days, release; again nobody; whose
        # day has come.
        with django_assert_num_queries(8):
            erase_due(timezone.now())

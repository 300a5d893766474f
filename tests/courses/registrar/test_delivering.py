"""Deliveries: frozen, numbered, hashed; the next one holds only what is new or otherwise."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from courses.models import Completion, Delivery, DeliveryRow, Enrolment
from courses.registrar import delivering, records
from courses.registrar.comparing import difference
from courses.registrar.delivering import DeliveryRefusedError, Refusal, holds, preview
from courses.registrar.entering import mark_entered
from courses.registrar.identity_codes_kept import keep_code
from courses.registrar.listing import Choice
from courses.registrar.problems import Problem
from courses.registrar.records import RowState
from tests.courses.registrar.conftest import annul, corrected
from tests.factories.courses import CourseRunFactory

pytestmark = pytest.mark.django_db


def states(delivery):
    rows = delivery.rows.order_by("position")
    return [(row.content["surname"], row.state) for row in rows]


def states_on_list():
    found = {}
    for chunk in records.records(Completion.objects.in_list_order()):
        for record in chunk:
            found[record[0]] = record[records.PLACES["state"]]
    return found


class TestWhatItHolds:
    def test_the_first_holds_all_and_the_next_only_what_is_new(self, ours):
        ours.registrable(2, surname="Ensi")
        first = ours.deliver()
        ours.registrable(surname="Uusi")
        second = ours.deliver()
        assert (first.number, first.row_count, second.number) == (1, 2, 2)
        assert states(second) == [("Uusi", "new")]

    def test_a_correction_is_a_change_under_the_same_key(self, ours):
        [completion] = ours.registrable(surname="Vanha")
        first = ours.deliver()
        corrected(completion, surname="Uusi")
        second = ours.deliver()
        assert states(second) == [("Uusi", "changed")]
        keys = {row.content["key"] for row in DeliveryRow.objects.all()}
        assert keys == {completion.pk}
        assert first.rows.get().content["surname"] == "Vanha"

    def test_a_correction_of_a_correction_is_one_change(self, ours):
        [completion] = ours.registrable(surname="A")
        ours.deliver()
        corrected(corrected(completion, surname="B"), surname="C")
        second = ours.deliver()
        assert states(second) == [("C", "changed")]
        assert second.rows.get().content["key"] == completion.pk

    def test_a_correction_that_says_the_same_is_no_news(self, ours):
        [completion] = ours.registrable()
        ours.deliver()
        corrected(completion)
        with pytest.raises(DeliveryRefusedError):
            ours.deliver()

    def test_a_row_that_says_something_else_has_changed(self, ours):
        [completion] = ours.registrable(grade="HYV")
        ours.deliver()
        Completion.objects.filter(pk=completion.pk).update(registrar_class=18)
        assert [state for _name, state in states(ours.deliver())] == ["changed"]

    def test_a_field_of_study_is_told_where_there_is_one(self, ours):
        without, _other = ours.registrable(2)
        delivery = ours.deliver()
        assert not any("study_field" in row.content for row in delivery.rows.all())
        Completion.objects.filter(pk=without.pk).update(study_field=11)
        [row] = ours.deliver().rows.all()
        assert (row.state, row.content["study_field"]) == ("changed", 11)

    def test_what_was_withdrawn_is_told_once(self, ours):
        kept, gone = ours.registrable(2)
        ours.deliver()
        annul(gone)
        second = ours.deliver()
        assert [(row.completion_id, row.state) for row in second.rows.all()] == [
            (gone.pk, "withdrawn")
        ]
        with pytest.raises(DeliveryRefusedError) as refusal:
            ours.deliver()
        assert refusal.value.reason == Refusal.NOTHING_NEW
        assert kept.pk != gone.pk

    def test_what_was_withdrawn_before_any_delivery_is_never_told(self, ours):
        [completion] = ours.registrable()
        annul(completion)
        with pytest.raises(DeliveryRefusedError) as refusal:
            ours.deliver()
        assert refusal.value.reason == Refusal.NOTHING_FOUND

    def test_a_withdrawn_correction_withdraws_what_the_register_has(self, ours):
        [completion] = ours.registrable(surname="A")
        ours.deliver()
        annul(corrected(completion, surname="B"))
        second = ours.deliver()
        assert states(second) == [("B", "withdrawn")]
        assert second.rows.get().content["key"] == completion.pk

    def test_a_withdrawn_row_goes_along_whatever_is_wrong_with_it(self, ours):
        [completion] = ours.registrable()
        ours.deliver()
        Completion.objects.filter(pk=completion.pk).update(consented_at=None, consent_version="")
        annul(Completion.objects.get())
        assert [row.state for row in ours.deliver().rows.all()] == ["withdrawn"]

    def test_a_row_dated_before_its_run_goes_along_and_is_named(self, ours):
        ours.run.starts_on = datetime.date(2026, 8, 1)
        ours.run.save()
        for surname, day in (("Ennen", 31), ("Samana", 1)):
            month = 7 if day == 31 else 8
            ours.registrable(surname=surname, completed_on=datetime.date(2026, month, day))
        found = preview(organisation=ours.organisation, choice=Choice())
        assert (found.row_count, found.left_out_count) == (2, 0)
        assert found.problems == {Problem.EARLY_DATE: 1}
        Enrolment.objects.update(enrolled_at=datetime.datetime(2026, 8, 2, tzinfo=datetime.UTC))
        found = preview(organisation=ours.organisation, choice=Choice())
        assert found.problems == {Problem.EARLY_DATE: 2}
        assert len(states(ours.deliver())) == 2

    def test_a_course_completed_twice_goes_along_and_is_named(self, ours):
        first, second, _other = ours.registrable(3)
        Completion.objects.filter(pk=second.pk).update(learner=first.learner)
        found = preview(organisation=ours.organisation, choice=Choice())
        assert (found.row_count, found.problems) == (3, {Problem.SAME_COURSE: 2})
        annul(second)
        found = preview(organisation=ours.organisation, choice=Choice())
        assert (found.row_count, found.problems) == (2, {})

    @pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
    def test_a_text_that_csv_writes_otherwise_goes_along_and_is_named(self, ours, sign):
        ours.registrable(surname=f"{sign}Miinus")
        ours.registrable(surname=f"Plus{sign}")
        found = preview(organisation=ours.organisation, choice=Choice())
        assert (found.row_count, found.problems) == (2, {Problem.DEFUSED_IN_CSV: 1})
        content = [row.content["surname"] for row in ours.deliver().rows.order_by("position")]
        assert sorted(content) == sorted([f"{sign}Miinus", f"Plus{sign}"])

    def test_a_missing_identity_code_is_named_where_codes_are_asked_for(self, ours, settings):
        with_code, _without = ours.registrable(2)
        settings.IDENTITY_CODE_KEYS = [b"k" * 32]
        assert not preview(organisation=ours.organisation, choice=Choice()).problems
        ours.organisation.uses_identity_codes = True
        ours.organisation.save()
        keep_code(person=with_code.learner, organisation=ours.organisation, code="131052-308T")
        found = preview(organisation=ours.organisation, choice=Choice())
        assert (found.row_count, found.problems) == (2, {Problem.NO_IDENTITY_CODE: 1})

    def test_rows_with_hindrances_stay_out_and_are_told(self, ours):
        ours.registrable(surname="Hyvä")
        ours.registrable(surname="Suostumaton", consented_at=None, consent_version="")
        ours.registrable(surname="", given_names="Nimetön")
        found = preview(organisation=ours.organisation, choice=Choice())
        assert found.row_count == 1
        assert found.left_out_count == 2
        assert set(found.problems) == {Problem.NO_CONSENT, Problem.NO_SURNAME}
        assert states(ours.deliver()) == [("Hyvä", "new")]

    def test_runs_and_period_bound_it(self, ours):
        other = CourseRunFactory(course=ours.run.course, organiser=ours.organisation)
        ours.registrable(surname="Ensi", completed_on=datetime.date(2026, 5, 1))
        ours.registrable(surname="Toka", completed_on=datetime.date(2026, 6, 1))
        assert states(ours.deliver(start=datetime.date(2026, 6, 1))) == [("Toka", "new")]
        with pytest.raises(DeliveryRefusedError):
            ours.deliver(runs=(other,))
        assert states(ours.deliver(runs=(ours.run,))) == [("Ensi", "new")]

    def test_another_organisations_completions_are_not_in_it(self, ours, theirs):
        ours.registrable(surname="Samanniminen", email="oma@esimerkki.fi")
        theirs.registrable(surname="Samanniminen", email="vieras@esimerkki.fi")
        first, second = ours.deliver(), theirs.deliver()
        assert (first.number, second.number) == (1, 1)
        assert first.rows.get().content["email"] == "oma@esimerkki.fi"
        assert second.rows.get().content["email"] == "vieras@esimerkki.fi"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda house: None, Refusal.NOTHING_FOUND, id="nothing"),
        pytest.param(
            lambda house: house.complete(), Refusal.ALL_LEFT_OUT, id="only rows that stay out"
        ),
    ],
)
def test_an_empty_delivery_is_refused_and_leaves_no_trace(ours, make, reason):
    make(ours)
    with pytest.raises(DeliveryRefusedError) as refusal:
        ours.deliver()
    assert refusal.value.reason == reason
    assert not Delivery.objects.exists()


def test_the_list_says_how_each_row_stands(ours):
    new, same, changed, gone = (ours.registrable(surname=name)[0] for name in "ABCD")
    Completion.objects.filter(pk=new.pk).update(consented_at=None, consent_version="")
    ours.deliver()
    Completion.objects.filter(pk=changed.pk).update(assessor="Toinen")
    annul(gone)
    assert states_on_list() == {
        "A": RowState.NEW,
        "B": RowState.DELIVERED,
        "C": RowState.CHANGED,
        "D": RowState.WITHDRAWN,
    }
    assert same.pk


@pytest.mark.parametrize("count", [1, 3])
def test_a_delivery_costs_the_same_queries_for_one_and_three(
    ours, django_assert_num_queries, count
):
    ours.registrable(count)
    # Savepoint; organisation, last number, delivery; completions, early days, courses had
    # twice; rows; number and digest; release.
    with django_assert_num_queries(10):
        ours.deliver()


class TestDigest:
    def test_holds_until_something_is_touched(self, ours):
        ours.registrable(3)
        delivery = Delivery.objects.get(pk=ours.deliver().pk)
        assert len(delivery.sha256) == 64
        assert holds(delivery)

    @pytest.mark.parametrize(
        "touch",
        [
            pytest.param(lambda delivery: delivery.rows.first().delete(), id="a row taken away"),
            pytest.param(lambda delivery: _rename(delivery.rows.first()), id="a name changed"),
            pytest.param(
                lambda delivery: delivery.rows.filter(position=1).update(state="changed"),
                id="a state changed",
            ),
            pytest.param(
                lambda delivery: Delivery.objects.update(choice={"runs": ["X"]}), id="the choice"
            ),
            pytest.param(lambda delivery: Delivery.objects.update(row_count=9), id="the number"),
        ],
    )
    def test_tells_what_was_touched(self, ours, touch):
        ours.registrable(3)
        made = ours.deliver()
        touch(made)
        assert not holds(Delivery.objects.get(pk=made.pk))

    def test_marking_rows_as_entered_touches_nothing(self, ours):
        ours.registrable(2)
        made = ours.deliver()
        mark_entered(delivery=made, rows=None, by=ours.staff)
        assert holds(Delivery.objects.get(pk=made.pk))

    def test_the_command_checks_them_all(self, ours, theirs):
        ours.registrable(2)
        theirs.registrable()
        broken = ours.deliver()
        theirs.deliver()
        said = io.StringIO()
        call_command("check_deliveries", stdout=said)
        assert said.getvalue().startswith("2 deliveries")
        _rename(broken.rows.first())
        with pytest.raises(CommandError, match="Järvi-Suomen AMK 1"):
            call_command("check_deliveries", stdout=said)


def _rename(row):
    row.content["surname"] = "Toinen"
    row.save()


class TestEntering:
    def test_chosen_rows_keep_who_and_when(self, ours):
        ours.registrable(3)
        made = ours.deliver()
        first, second, _third = made.rows.order_by("position")
        assert mark_entered(delivery=made, rows=[first.pk, second.pk], by=ours.staff) == 2
        assert mark_entered(delivery=made, rows=None, by=ours.staff) == 1
        first.refresh_from_db()
        assert first.entered_by == ours.staff
        assert first.entered_at

    def test_rows_of_another_delivery_are_left_alone(self, ours, theirs):
        ours.registrable()
        theirs.registrable()
        made, other = ours.deliver(), theirs.deliver()
        foreign = other.rows.get()
        assert mark_entered(delivery=made, rows=[foreign.pk], by=ours.staff) == 0
        foreign.refresh_from_db()
        assert foreign.entered_at is None


def test_the_difference_of_two_deliveries(ours):
    gone, changed = ours.registrable(surname="Sama")[0], ours.registrable(surname="Vanha")[0]
    first = ours.deliver()
    corrected(changed, surname="Uusi")
    ours.registrable(surname="Lisä")
    second = ours.deliver()
    found = difference(first, second)
    assert found.counts == {"only_before": 1, "only_after": 1, "changed": 1}
    assert found.only_before[0].name.startswith("Sama")
    assert found.only_after[0].name.startswith("Lisä")
    [entry] = found.changed
    assert (entry.changes[0].before, entry.changes[0].after) == ("Vanha", "Uusi")
    assert gone.pk


def test_large_deliveries_are_written_in_batches(ours, monkeypatch):
    monkeypatch.setattr(delivering, "BATCH", 2)
    monkeypatch.setattr(records, "CHUNK", 2)
    ours.registrable(5)
    made = ours.deliver()
    assert made.row_count == made.rows.count() == 5
    assert holds(Delivery.objects.get(pk=made.pk))

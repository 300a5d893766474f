"""Runs that are over, and too few seats: what staff are told before or after they choose so."""

import datetime
import html

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.runs import CourseRun
from courses.models import Enrolment
from tests.factories.courses import CourseRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def other_run(ours, **fields):
    return CourseRunFactory(course=ours.run.course, organiser=ours.organisation, **fields)


class TestMoving:
    @pytest.fixture
    def over(self, ours):
        return other_run(ours, code="OHI", starts_on=None, ends_on=datetime.date(2026, 5, 16))

    @pytest.fixture
    def move(self, client, ours, finnish):
        enrolment = ours.learner()
        client.force_login(ours.staff)
        url = reverse("run:enrolment_change", args=[ours.run.pk, enrolment.pk])
        return lambda **said: client.post(
            url, {"deed": "move"} | {f"move-{name}": value for name, value in said.items()}
        )

    def test_the_chooser_marks_those_that_have_ended_and_no_other(self, ours, over, today, move):
        last = other_run(ours, code="TÄNÄÄN", ends_on=today)
        endless = other_run(ours, code="AUKI")
        choices = dict(move().context["forms"]["move"].fields["to"].choices)
        labels = {str(value): label for value, label in choices.items()}
        assert labels[str(over.pk)] == "OHI (päättyi 16.5.2026)"
        assert (labels[str(last.pk)], labels[str(endless.pk)]) == ("TÄNÄÄN", "AUKI")

    def test_one_that_has_ended_is_refused_until_it_is_chosen_on_purpose(self, over, move):
        page = move(to=over.pk)
        assert page.status_code == 400
        [words] = page.context["forms"]["move"].errors["to"]
        assert words.startswith("OHI päättyi 16.5.2026")
        assert not Enrolment.objects.filter(run=over).exists()
        assert move(to=over.pk, despite_end="on").status_code == 302
        assert Enrolment.objects.active().filter(run=over).count() == 1

    def test_on_its_last_day_a_run_takes_people(self, ours, today, move):
        last = other_run(ours, ends_on=today)
        assert move(to=last.pk).status_code == 302
        assert Enrolment.objects.filter(run=last).exists()


class TestRemarks:
    @pytest.fixture
    def save(self, client, ours, finnish):
        ours.learner()
        ours.learner()
        client.force_login(ours.staff)

        def send(**said):
            base = {
                "code": ours.run.code,
                "languages": ["fi"],
                "hours_to_accept": "48",
                "registrar_class": "13",
            }
            response = client.post(reverse("courserun:edit", args=[ours.run.pk]), base | said)
            assert response.status_code == 302
            told = [html.unescape(str(one)) for one in get_messages(response.wsgi_request)]
            # The next page shows them, so that they are not told again.
            client.get(response.url)
            return [words for words in told if words.startswith("Tarkista")]

        return send

    def test_fewer_seats_than_are_taken_are_saved_with_a_remark(self, ours, save):
        assert save(seats="2") == []
        [words] = save(seats="1")
        assert "2" in words
        assert "1" in words
        ours.run.refresh_from_db()
        assert ours.run.seats == 1
        assert Enrolment.objects.active().filter(run=ours.run).count() == 2
        # What was remarked once is not said with every later change.
        assert save(seats="1", payer="Työnantaja") == []

    def test_a_last_day_in_the_past_is_saved_with_a_remark(self, ours, save, today):
        assert save(ends_on=today.isoformat()) == []
        [words] = save(ends_on="2026-05-16")
        assert "16.5.2026" in words
        ours.run.refresh_from_db()
        assert ours.run.ends_on == datetime.date(2026, 5, 16)
        assert save(ends_on="2026-05-16", payer="Työnantaja") == []

    def test_a_new_run_is_remarked_on_too(self, client, ours, finnish):
        client.force_login(ours.staff)
        said = {
            "course": ours.run.course_id,
            "organiser": ours.organisation.pk,
            "code": "UUSI-26",
            "languages": ["fi"],
            "hours_to_accept": "48",
            "registrar_class": "13",
            "ends_on": "2026-05-16",
        }
        response = client.post(reverse("courserun:add"), said)
        assert response.status_code == 302
        assert CourseRun.objects.filter(code="UUSI-26").exists()
        told = [str(one) for one in get_messages(response.wsgi_request)]
        assert any("16.5.2026" in words for words in told)

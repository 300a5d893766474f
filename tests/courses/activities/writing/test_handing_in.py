"""Handing in an assignment, once, while it is open."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.activities.submissions import Submission
from courses.activities.writing import NotOpenError, hand_in, save_draft
from courses.catalogue.requirements import StepDate
from courses.models import StepProgress
from tests.courses.activities.writing.conftest import only, place
from tests.factories.activities import DraftFactory, SubmissionFactory, file_of, step_of, upload

pytestmark = pytest.mark.django_db


class TestHandingIn:
    def test_says_what_is_missing(self, client, send, enrolment, step):
        step.terms |= {"files_least": 2}
        step.save()
        send("   ", 0)
        with override("en"):
            address = reverse("courses:hand_in", args=[enrolment.pk, step.key, "tyo"])
        shown = client.get(address)
        assert shown.context["lacking"] == ["The text is missing.", "2 files are missing."]
        assert client.post(address, {"based_on": 1}).status_code == 400
        assert only(enrolment).state == "draft"

    def test_too_few_words_are_only_said(self, client, send, press, enrolment, step):
        step.terms |= {"min_words": 5}
        step.save()
        send("Kaksi sanaa", 0)
        shown = client.get(reverse("courses:hand_in", args=[enrolment.pk, step.key, "tyo"]))
        assert len(shown.context["remarks"]) == 1
        press(1)
        assert only(enrolment).state == "submitted"

    def test_twice_hands_in_once(self, send, press, enrolment):
        send("Valmis", 0)
        assert press(1).status_code == 200
        assert press(1).status_code == 200
        handed = only(enrolment)
        assert (handed.state, handed.number) == ("submitted", 1)

    def test_it_waits_and_completes_nothing(self, send, press, enrolment):
        send("Valmis", 0)
        press(1)
        assert not StepProgress.objects.filter(completed_at__isnull=False).exists()

    def test_when_sent_back_the_next_round_begins_with_the_same(self, send, press, enrolment):
        send("Ensimmäinen kierros", 0, upload=[upload()])
        press(2 if only(enrolment).version == 2 else 1)
        Submission.objects.update(state="returned")
        answer = send("Ensimmäinen kierros, täydennetty", 0)
        assert answer.status_code == 302
        first, second = Submission.objects.order_by("number")
        assert (first.text, first.state) == ("Ensimmäinen kierros", "returned")
        assert (second.number, second.files.get().name) == (2, "selvitys.pdf")
        # The bytes lie there once; taking the copy out leaves the first round its own.
        assert second.files.get().file.name == first.files.get().file.name
        send("Ensimmäinen kierros, täydennetty", 1, do=f"out:{second.files.get().pk}")
        assert first.files.get().file.storage.exists(first.files.get().file.name)

    def test_the_rounds_have_an_end(self, enrolment, step):
        for number in (1, 2):
            SubmissionFactory(enrolment=enrolment, step=step, number=number, state="returned")
        with pytest.raises(NotOpenError):
            save_draft(place=place(enrolment, step), text="x", based_on=0, language="fi")

    @pytest.mark.parametrize("state", ["submitted", "passed", "failed"])
    def test_nothing_is_written_out_of_turn(self, enrolment, step, state):
        SubmissionFactory(enrolment=enrolment, step=step, state=state, version=7)
        with pytest.raises(NotOpenError):
            save_draft(place=place(enrolment, step), text="x", based_on=0, language="fi")
        with pytest.raises(NotOpenError):
            hand_in(place=place(enrolment, step), based_on=1)

    def test_late_is_allowed_and_marked(self, client, send, press, enrolment, step, page):
        StepDate.objects.create(run=enrolment.run, step=step, due_on=datetime.date(2020, 1, 1))
        send("Myöhässä", 0)
        press(1)
        [row] = client.get(page.url).context["desk"].rounds
        assert row["is_late"]
        assert only(enrolment).state == "submitted"

    def test_on_its_day_it_is_not_late(self, client, send, press, enrolment, step, page):
        StepDate.objects.create(run=enrolment.run, step=step, due_on=timezone.localdate())
        send("Ajoissa", 0)
        press(1)
        [row] = client.get(page.url).context["desk"].rounds
        assert not row["is_late"]


class TestClosed:
    def test_when_the_run_is_over_it_is_read_only(self, client, send, enrolment, step, page):
        DraftFactory(enrolment=enrolment, step=step, text="Kesken jäi")
        enrolment.run.ends_on = datetime.date(2020, 1, 1)
        enrolment.run.save()
        shown = client.get(page.url)
        assert shown.status_code == 200
        assert shown.context["desk"].work.closed
        assert "<textarea" not in shown.text
        answer = send("Yritys", 1)
        assert answer.status_code == 409
        assert "Yritys" in answer.text
        assert only(enrolment).text == "Kesken jäi"

    def test_when_withdrawn_nothing_is_taken(self, enrolment, step):
        enrolment.withdrawn_at = timezone.now()
        enrolment.save()
        with pytest.raises(NotOpenError):
            save_draft(place=place(enrolment, step), text="x", based_on=0, language="fi")

    def test_what_is_typed_after_withdrawing_is_shown(self, send, enrolment, page):
        enrolment.withdrawn_at = timezone.now()
        enrolment.save()
        answer = send("Kirjoitettu turhaan")
        assert answer.status_code == 409
        assert "Kirjoitettu turhaan" in answer.text

    def test_a_retired_step_takes_nothing(self, enrolment, step):
        step.retired_at = timezone.now()
        step.save()
        with pytest.raises(NotOpenError):
            save_draft(place=place(enrolment, step), text="x", based_on=0, language="fi")


@pytest.mark.parametrize("rounds", [1, 3])
def test_query_count_does_not_grow_with_rounds(
    client, enrolment, step, page, rounds, django_assert_max_num_queries
):
    for number in range(1, rounds + 1):
        file_of(SubmissionFactory(enrolment=enrolment, step=step, number=number, state="returned"))
    client.get(page.url)
    with django_assert_max_num_queries(22):
        client.get(page.url)


def test_what_is_refused_shows_no_assignment_that_is_not_open(client, page, enrolment):
    enrolment.run.starts_on = timezone.localdate() + datetime.timedelta(days=2)
    enrolment.run.ends_on = None
    enrolment.run.save()
    with override("fi"):
        answer = client.post(
            reverse("courses:write", args=[enrolment.pk, step_of(page).key, "tyo"]),
            {"text": "Ajatus", "based_on": 0},
        )
    assert answer.status_code == 403
    assert "courses/closed.html" in [template.name for template in answer.templates]

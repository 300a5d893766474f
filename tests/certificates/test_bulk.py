"""Certificates for a whole run: what is missing and nothing else, whatever happens midway."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from certificates import bulk
from certificates.bulk import ask_for_bulk_issue, completions_without, issue_in_bulk
from certificates.models import BulkIssue, Certificate, CertificateEvent
from certificates.revoking import revoke
from courses.models import Completion, ProgrammeEnrolment
from home.outbox import LEASE, OutboxEntry
from tests.certificates.test_issuing import in_threads, numbers
from tests.certificates.test_staff_rooms import programme_of
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.courses import (
    CompletionFactory,
    CourseRunFactory,
    ProgrammeFactory,
    ProgrammeRunFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    return CourseRunFactory(code="TKK1-2026")


@pytest.fixture
def completions(run):
    return CompletionFactory.create_batch(4, enrolment__run=run)


def programme_without(completion, organiser):
    """A place on a run of a programme that was completed without a certificate."""
    return ProgrammeEnrolment.objects.create(
        programme_run=ProgrammeRunFactory(
            programme=ProgrammeFactory(of=[completion.course]), organiser=organiser
        ),
        learner=completion.learner,
        enrolled_at=timezone.now(),
        completed_at=timezone.now(),
    )


def serials():
    return [int(number.rsplit("-", 1)[1]) for number in numbers()]


def test_what_is_missing_is_what_never_had_one(run, completions):
    first, second, third, fourth = completions
    bulk.issue_for(first)
    # Taken back by a person: it is not brought back behind their back.
    revoke(bulk.issue_for(second), by=UserFactory(), reason="x")
    Completion.objects.filter(pk=third.pk).update(
        annulled_at=timezone.now(), annulled_reason="x", annulled_by=UserFactory()
    )
    CompletionFactory()
    assert list(completions_without(run)) == [fourth]


def test_the_task_issues_them_all_with_who_wished_it(run, completions):
    staff = UserFactory()
    asked = ask_for_bulk_issue(run=run, by=staff)
    [entry] = OutboxEntry.objects.filter(effect=bulk.EFFECT)
    issue_in_bulk(entry.payload)
    asked.refresh_from_db()
    assert (asked.done, asked.total, asked.faults) == (4, 4, {})
    assert asked.finished_at is not None
    assert serials() == [1, 2, 3, 4]
    assert set(CertificateEvent.objects.values_list("kind", "by")) == {("issued", staff.pk)}


def test_asking_twice_starts_one_task(run, completions):
    first = ask_for_bulk_issue(run=run, by=UserFactory())
    assert ask_for_bulk_issue(run=run, by=UserFactory()) == first


def test_a_killed_task_goes_on_where_it_ended(run, completions, monkeypatch):
    asked = ask_for_bulk_issue(run=run, by=UserFactory())
    issue, tries = bulk.issue_for, iter(range(10))

    def killed(ground, **how):
        if next(tries) == 2:
            raise KeyboardInterrupt
        return issue(ground, **how)

    monkeypatch.setattr(bulk, "issue_for", killed)
    with pytest.raises(KeyboardInterrupt):
        issue_in_bulk({"bulk": asked.pk})
    assert serials() == [1, 2]
    issue_in_bulk({"bulk": asked.pk})
    issue_in_bulk({"bulk": asked.pk})
    asked.refresh_from_db()
    assert (asked.done, asked.total) == (4, 4)
    assert serials() == [1, 2, 3, 4]
    assert CertificateEvent.objects.count() == 4


def test_one_that_cannot_be_issued_is_listed_and_the_others_go_on(run, completions, monkeypatch):
    broken = completions[1]
    issue = bulk.issue_for

    def fails(ground, **how):
        if ground == broken:
            raise ValueError("rikki")
        return issue(ground, **how)

    monkeypatch.setattr(bulk, "issue_for", fails)
    asked = ask_for_bulk_issue(run=run, by=UserFactory())
    issue_in_bulk({"bulk": asked.pk})
    asked.refresh_from_db()
    assert list(asked.faults) == [str(broken.pk)]
    assert "ValueError" in asked.faults[str(broken.pk)]
    assert serials() == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_two_tasks_at_once_issue_each_once(run, completions):
    asked = ask_for_bulk_issue(run=run, by=UserFactory())
    assert in_threads(*[lambda: issue_in_bulk({"bulk": asked.pk})] * 3) == []
    assert serials() == [1, 2, 3, 4]


def test_the_room_starts_it_and_shows_how_far_it_is(client, run, completions):
    membership = MembershipFactory(organisation=run.organiser)
    other = CompletionFactory()
    client.force_login(membership.user)
    address = reverse("certificate:bulk")
    page = client.get(address)
    assert list(page.context["form"].runs.values()) == [run]
    assert other.run.code not in page.text
    for wrong in (f"course-{other.run.pk}", f"programme-{run.pk}", str(run.pk), ""):
        assert client.post(address, {"run": wrong}).status_code == 400, wrong
    assert client.post(address, {"run": f"course-{run.pk}"}).url == address
    assert client.get(address).context["is_at_work"]
    task = BulkIssue.objects.get()
    issue_in_bulk({"bulk": task.pk})
    BulkIssue.objects.update(faults={str(completions[0].pk): "ei nimeä"})
    page = client.get(address)
    assert not page.context["is_at_work"]
    assert "4 / 4" in page.text or "4 of 4" in page.text
    assert "ei nimeä" in page.text
    assert not page.context["form"].runs


def test_the_room_does_the_same_for_a_programmes_run(client, run, completions):
    membership = MembershipFactory(organisation=run.organiser)
    places = [programme_without(completion, run.organiser) for completion in completions[:1]]
    own = places[0].programme_run
    foreign = programme_without(completions[1], OrganisationFactory()).programme_run
    client.force_login(membership.user)
    address = reverse("certificate:bulk")
    page = client.get(address)
    assert list(page.context["form"].runs.values()) == [run, own]
    assert foreign.code not in page.text
    assert client.post(address, {"run": f"programme-{foreign.pk}"}).status_code == 400
    assert client.post(address, {"run": f"programme-{own.pk}"}).url == address
    assert ask_for_bulk_issue(run=own, by=membership.user) == BulkIssue.objects.get()
    issue_in_bulk({"bulk": BulkIssue.objects.get().pk})
    # Of the programme only: its course has a list of its own.
    [certificate] = Certificate.objects.all()
    assert certificate.programme_enrolment == places[0]
    BulkIssue.objects.update(faults={str(places[0].pk): "ei nimeä"})
    page = client.get(address)
    assert own.code in page.text
    assert f"{places[0].learner.display_name}: ei nimeä" in page.text
    assert list(page.context["form"].runs.values()) == [run]


# --- The command ------------------------------------------------------------------------------


def test_the_command_issues_and_makes_the_files(run, completions, capsys):
    call_command("issue_certificates", run=run.code)
    assert serials() == [1, 2, 3, 4]
    assert not Certificate.objects.filter(pdf_sha256="").exists()
    assert "4 / 4" in capsys.readouterr().out


def test_a_dry_run_changes_nothing(run, completions, capsys):
    call_command("issue_certificates", run=run.code, dry_run=True)
    assert not Certificate.objects.exists()
    assert not OutboxEntry.objects.exists()
    said = capsys.readouterr().out
    assert "4" in said
    assert completions[0].surname in said


def test_the_command_again_does_nothing_more(run, completions):
    call_command("issue_certificates", run=run.code)
    before = list(Certificate.objects.order_by("pk").values())
    call_command("issue_certificates", run=run.code)
    assert list(Certificate.objects.order_by("pk").values()) == before


def test_the_command_goes_on_with_files_that_were_not_made(run, completions):
    for completion in completions[:2]:
        bulk.issue_for(completion)
    call_command("issue_certificates", run=run.code)
    assert serials() == [1, 2, 3, 4]
    assert not Certificate.objects.filter(pdf_sha256="").exists()


def test_the_command_makes_a_file_that_a_killed_worker_had_in_hand(run, completions):
    certificate = bulk.issue_for(completions[0])
    in_hand = timezone.now() + LEASE
    OutboxEntry.objects.filter(key__endswith=certificate.number).update(
        tries=1, next_try_at=in_hand
    )
    call_command("issue_certificates", run=run.code)
    assert not Certificate.objects.filter(pdf_sha256="").exists()


def test_the_command_says_which_files_failed(run, completions, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("certificates.pdf.render", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("issue_certificates", run=run.code)
    # The certificates are there; their files come later.
    assert serials() == [1, 2, 3, 4]
    assert OutboxEntry.objects.failing().count() == 4


def test_the_command_takes_a_programme_s_run(run, completions):
    enrolment = programme_of(completions[0], run.organiser)
    Certificate.objects.all().delete()
    call_command("issue_certificates", run=enrolment.programme_run.code)
    assert Certificate.objects.get().programme_enrolment == enrolment


def test_an_unknown_run_is_said(run):
    with pytest.raises(CommandError, match="EI-OLE"):
        call_command("issue_certificates", run="EI-OLE")

"""Inviting to a run, and what a personal link does for whoever opens it."""

from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from courses.catalogue.invitations import Invitation
from courses.catalogue.runs import CourseRun
from courses.enrolling.enrol import enrol, withdraw
from courses.enrolling.inviting import send_link
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal
from courses.enrolling.waiting import join
from courses.enrolling.waiting_places import WaitingPlace
from home import outbox
from tests.factories.accounts import (
    PASSWORD,
    AccountHolderFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.courses import CourseRunFactory, InvitationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, ours):
    client.force_login(ours.staff)
    return ours.staff


@pytest.fixture
def invited(ours):
    """A personal link to a run that only those invited enrol on."""
    CourseRun.objects.filter(pk=ours.run.pk).update(invited_only=True)
    return InvitationFactory(
        course=ours.run.course, run=ours.run, key="", email="kutsuttu@esimerkki.fi", token="linkki"
    )


def rooms(run):
    return reverse("run:invitations", args=[run.pk])


def link(invitation):
    return reverse("courses:invitation", args=[invitation.token])


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ({"email": " Uusi@Esimerkki.fi"}, {"email": "uusi@esimerkki.fi"}),
        ({"email_domain": "@Hanke.fi"}, {"email_domain": "hanke.fi"}),
        ({"key": "avain-1"}, {"key": "AVAIN-1"}),
        # What pasting leaves at the end, and a letter in two parts.
        ({"key": "A\u0308PPEL-1\u200b"}, {"key": "ÄPPEL-1"}),
    ],
)
def test_staff_invites_by_one_of_four(client, ours, staff, said, stored):
    client.post(rooms(ours.run), {"deed": "invite"} | said)
    client.post(rooms(ours.run), {"deed": "invite"} | said)
    invitation = Invitation.objects.get(**stored)
    assert (invitation.run, invitation.course) == (ours.run, ours.run.course)
    assert invitation.invited_by == staff


def test_staff_invites_an_organisations_people_but_sees_no_other_polytechnic(
    client, ours, theirs, staff
):
    project = OrganisationFactory(kind="project")
    page = client.get(rooms(ours.run))
    offered = set(page.context["form"].fields["organisation"].queryset)
    assert offered == {project, ours.organisation}
    said = {"deed": "invite", "organisation": theirs.organisation.pk}
    assert client.post(rooms(ours.run), said).context["form"].errors.keys() == {"organisation"}
    client.post(rooms(ours.run), said | {"organisation": project.pk})
    assert Invitation.objects.get().organisation == project


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"email": "a@b.fi", "key": "AVAIN-1"},
        {"key": "AVAIN"},
        {"key": "AVA\u200bIN-12"},
        {"key": "AVAIN-\u202e12"},
        {"email": "ei osoite"},
        {"email_domain": "ei verkkotunnus"},
        {"email_domain": "fi"},
        {"organisation": "999999"},
    ],
)
def test_what_names_nobody_or_two_is_refused(client, ours, staff, said):
    page = client.post(rooms(ours.run), {"deed": "invite"} | said)
    assert page.context["form"].errors
    assert not Invitation.objects.exists()


def test_a_list_is_invited_as_a_whole(client, ours, staff):
    def upload(text):
        file = SimpleUploadedFile("lista.csv", text.encode())
        said = {"deed": "list", "list-file": file, "list-mail": "on"}
        return client.post(rooms(ours.run), said)

    bad = upload("Sähköposti;Nimi\na@b.fi;A\nei-osoite;B\n")
    assert [fault.line for fault in bad.context["faults"]] == [3]
    assert not Invitation.objects.exists()
    assert upload("Sähköposti\na@b.fi\nA@B.FI\nc@d.fi\n").status_code == 302
    assert upload("Sähköposti\na@b.fi\ne@f.fi\n").status_code == 302
    emails = set(Invitation.objects.values_list("email", flat=True))
    assert emails == {"a@b.fi", "c@d.fi", "e@f.fi"}
    outbox.run_due(timezone.now())
    assert sorted(message.to[0] for message in mail.outbox) == ["a@b.fi", "c@d.fi", "e@f.fi"]


def test_a_link_is_mailed_again_and_taken_back(
    client, ours, staff, invited, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(rooms(ours.run), {"deed": "send", "invitation": invited.pk})
    [message] = mail.outbox
    assert message.to == [invited.email]
    assert link(invited) in message.body
    invited.refresh_from_db()
    assert invited.sent_at is not None
    client.post(rooms(ours.run), {"deed": "withdraw", "invitation": invited.pk})
    assert client.get(link(invited)).status_code == 404


def test_a_letter_on_its_way_is_not_sent_when_the_invitation_is_gone(ours, invited):
    send_link(invited)
    Invitation.objects.filter(pk=invited.pk).update(used_at=timezone.now())
    outbox.run_due(timezone.now())
    Invitation.objects.all().delete()
    outbox.run_due(timezone.now())
    assert mail.outbox == []


class TestLink:
    def test_a_visitor_sees_the_course_and_no_address_and_comes_back_by_signing_in(
        self, client, ours, invited
    ):
        holder = AccountHolderFactory()
        page = client.get(link(invited))
        assert ours.organisation.name in page.text
        assert invited.email not in page.text
        assert not Enrolment.objects.exists()
        sign_in = f"{reverse('account_login')}?{urlencode({'next': link(invited)})}"
        assert f'href="{sign_in}"' in page.text
        response = client.post(
            sign_in, {"login": holder.email, "password": PASSWORD, "next": link(invited)}
        )
        assert response.url == link(invited)
        enrolling = client.get(response.url)
        assert enrolling.url == reverse("courses:enrol", args=[ours.run.pk]) + "?kutsu=linkki"
        assert "key" not in client.get(enrolling.url).context["form"].fields
        client.post(enrolling.url, {"consents": "on"})
        assert Enrolment.objects.get().learner == holder

    def test_the_first_who_uses_it_has_used_it(self, client, ours, invited):
        first, second = UserFactory(), UserFactory()
        enrol(run=ours.run, learner=first, consents=False, token="linkki")
        with pytest.raises(EnrolmentRefusedError) as refusal:
            enrol(run=ours.run, learner=second, consents=False, token="linkki")
        assert refusal.value.reason == Refusal.LINK_USED
        client.force_login(second)
        page = client.get(reverse("courses:enrol", args=[ours.run.pk]) + "?kutsu=linkki")
        assert page.status_code == 403
        assert "key" in page.context["form"].fields

    def test_the_first_who_waits_with_it_has_used_it(self, client, ours, invited):
        CourseRun.objects.filter(pk=ours.run.pk).update(seats=1)
        taken = ours.learner()
        first, second = UserFactory(), UserFactory()
        url = reverse("courses:join_waiting_list", args=[ours.run.pk]) + "?kutsu=linkki"
        client.force_login(first)
        client.post(url)
        client.force_login(second)
        refused = client.post(url, follow=True)
        assert refused.status_code == 403
        assert refused.context["reason"] == Refusal.LINK_USED
        assert WaitingPlace.objects.get().learner == first
        # The seat that is offered needs nothing more, nor does the link stand in its way.
        withdraw(taken)
        enrol(run=ours.run, learner=first, consents=False, token="linkki")
        with pytest.raises(EnrolmentRefusedError) as refusal:
            enrol(run=ours.run, learner=second, consents=False, token="linkki")
        assert refusal.value.reason == Refusal.LINK_USED

    def test_the_person_of_the_address_waits_without_using_it_up(self, ours, invited):
        CourseRun.objects.filter(pk=ours.run.pk).update(seats=1)
        ours.learner()
        join(run=ours.run, learner=UserFactory(email=invited.email), token="linkki")
        invited.refresh_from_db()
        assert invited.used_at is None

    def test_the_person_of_the_address_needs_no_link_and_does_not_use_it_up(self, ours, invited):
        enrol(
            run=ours.run, learner=UserFactory(email=invited.email), consents=False, token="linkki"
        )
        invited.refresh_from_db()
        assert invited.used_at is None

    def test_a_link_opens_its_own_run_and_course_only(self, ours, invited):
        other = CourseRunFactory(course=ours.run.course, invited_only=True)
        for run in (other, CourseRunFactory(invited_only=True)):
            with pytest.raises(EnrolmentRefusedError) as refusal:
                enrol(run=run, learner=UserFactory(), consents=False, token="linkki")
            assert refusal.value.reason == Refusal.LINK_USED

    @pytest.mark.parametrize("token", ["ei-ole", "x" * 300, "%00"])
    def test_an_unknown_link_is_not_there(self, client, token):
        assert client.get(f"/fi/opinnot/kutsu/{token}/").status_code == 404

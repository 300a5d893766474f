"""The enrolment room of a run: what staff see and do there, and whose run it is."""

import datetime
import html

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from courses.catalogue.invitations import Invitation
from courses.catalogue.runs import CourseRun
from courses.enrolling import consent
from courses.enrolling.enrol import move, withdraw
from courses.enrolling.models import Enrolment
from courses.enrolling.refusals import EnrolmentRefusedError, Refusal
from courses.enrolling.room import FOR_STAFF
from courses.enrolling.rosters import Roster
from courses.enrolling.waiting_places import WaitingPlace
from courses.following.models import Note
from tests.courses.enrolling.conftest import MARKER
from tests.factories.accounts import AccountHolderFactory, OrganisationFactory
from tests.factories.courses import (
    CourseRunFactory,
    EnrolmentFactory,
    InvitationFactory,
    StepProgressFactory,
    WaitingPlaceFactory,
)

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
OF_A_RUN = ["enrolments", "enrol", "waiting", "invitations", "roster"]


def address(name, run, *more):
    return reverse(f"run:{name}", args=[run.pk, *more])


def addresses_of(house):
    """Every address of the room, with things of this house in it."""
    enrolment = house.run.enrolments.first()
    roster = Roster.objects.create(
        run=house.run, filename="f", rows=[], created_by=house.staff, created_at=timezone.now()
    )
    return [
        *(address(name, house.run) for name in OF_A_RUN),
        address("enrolment_change", house.run, enrolment.pk),
        address("roster_preview", house.run, roster.pk),
    ]


@pytest.fixture
def staff(client, ours):
    client.force_login(ours.staff)
    return ours.staff


def test_a_foreign_run_is_not_there_in_any_room(client, ours, theirs, staff):
    WaitingPlaceFactory(run=theirs.run, learner__last_name=f"Jonottaja{MARKER}")
    InvitationFactory(course=theirs.run.course, run=theirs.run, key=MARKER)
    before = list(Enrolment.objects.order_by("pk").values())
    for url in addresses_of(theirs):
        for deed in ("register", "withdraw", "move", "offer", "remove", "invite", "send", ""):
            assert client.post(
                url, {"deed": deed, "place": "1", "invitation": "1"}
            ).status_code in (
                403,
                404,
            )
        response = client.get(url)
        assert response.status_code == 404
        assert MARKER not in response.text
    assert list(Enrolment.objects.order_by("pk").values()) == before
    assert Invitation.objects.count() == WaitingPlace.objects.open().count() == 1


def test_ones_own_rooms_show_nothing_of_the_other_house(client, ours, theirs, staff):
    WaitingPlaceFactory(run=theirs.run, learner__last_name=f"Jonottaja{MARKER}")
    InvitationFactory(course=theirs.run.course, run=theirs.run, key=MARKER)
    ours.learner(learner__first_name="Aino", learner__last_name="Oppija")
    for url in addresses_of(ours):
        for query in ({}, {"q": "Oppija"}, {"q": MARKER, "withdrawn": "1"}):
            text = client.get(url, query).text.replace(f'value="{MARKER}"', "")
            assert MARKER not in text


def test_anothers_things_below_ones_own_run_are_not_there(client, ours, theirs, staff):
    foreign = theirs.run.enrolments.get()
    place = WaitingPlaceFactory(run=theirs.run)
    invitation = InvitationFactory(course=theirs.run.course, run=theirs.run, key=MARKER)
    url = address("enrolment_change", ours.run, foreign.pk)
    assert client.get(url).status_code == 404
    withdrawing = {"deed": "withdraw", "withdraw-reason": "x"}
    assert client.post(url, withdrawing).status_code == 404
    remove = {"deed": "remove", "place": place.pk}
    assert client.post(address("waiting", ours.run), remove).status_code == 404
    take = {"deed": "withdraw", "invitation": invitation.pk}
    assert client.post(address("invitations", ours.run), take).status_code == 404
    ours.learner()
    mine = ours.run.enrolments.get()
    moving = {"deed": "move", "move-to": theirs.run.pk}
    page = client.post(address("enrolment_change", ours.run, mine.pk), moving)
    assert page.context["forms"]["move"].errors.keys() == {"to"}
    foreign.refresh_from_db()
    mine.refresh_from_db()
    assert foreign.is_active
    assert mine.is_active
    assert Invitation.objects.filter(pk=invitation.pk).exists()


def test_teachers_see_the_list_and_nothing_else(client, ours):
    enrolment = ours.learner()
    client.force_login(ours.teacher)
    page = client.get(address("enrolments", ours.run))
    assert enrolment.learner.email in page.text
    assert address("enrolment_change", ours.run, enrolment.pk) not in page.text
    for url in addresses_of(ours)[1:]:
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["enrolments", "waiting", "invitations"])
def test_the_lists_take_as_many_queries_for_three_as_for_one(client, ours, staff, name):
    CourseRun.objects.filter(pk=ours.run.pk).update(seats=500)
    counted = []
    for more in (1, 2):
        for _one in range(more):
            ours.learner(recorded_by=ours.staff)
            WaitingPlaceFactory(run=ours.run)
            InvitationFactory(
                course=ours.run.course, run=ours.run, key="", organisation=OrganisationFactory()
            )
        client.get(address(name, ours.run))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address(name, ours.run)).context["page"]
        counted.append((len(page.object_list), len(queries)))
    assert [rows for rows, _queries in counted] == [1, 3]
    assert counted[0][1] == counted[1][1]


def test_search_finds_by_name_address_and_study_right(client, ours, staff):
    inga = ours.learner(
        learner__first_name="Inga Márjá", learner__last_name="Jomppanen", study_right="OO-77"
    )
    ours.learner(learner__last_name="Muu")
    gone = ours.learner(learner__last_name="Jomppanen", withdrawn_at=timezone.now())
    for typed in ("jomppanen inga", "OO-77", inga.learner.email, "Márjá"):
        page = client.get(address("enrolments", ours.run), {"q": typed})
        assert list(page.context["page"].object_list) == [inga]
    both = client.get(address("enrolments", ours.run), {"q": "Jomppanen", "withdrawn": "1"})
    assert set(both.context["page"].object_list) == {inga, gone}
    assert client.get(address("enrolments", ours.run), {"q": "%_\x00'\""}).status_code == 200


class TestOne:
    def test_class_and_study_right_are_changed(self, client, ours, staff):
        enrolment = ours.learner()
        url = address("enrolment_change", ours.run, enrolment.pk)
        said = {"deed": "register", "registrar_class": "4", "study_right": "OO-1"}
        assert client.post(url, said).status_code == 302
        enrolment.refresh_from_db()
        assert (enrolment.registrar_class, enrolment.study_right) == (4, "OO-1")
        wrong = client.post(url, said | {"registrar_class": "2"})
        assert wrong.context["forms"]["register"].errors.keys() == {"registrar_class"}

    def test_withdrawing_wants_a_reason_and_promotes(self, client, ours, staff):
        CourseRun.objects.filter(pk=ours.run.pk).update(seats=1)
        enrolment = ours.learner()
        place = WaitingPlaceFactory(run=ours.run)
        url = address("enrolment_change", ours.run, enrolment.pk)
        client.post(url, {"deed": "withdraw", "withdraw-reason": " "})
        enrolment.refresh_from_db()
        assert enrolment.is_active
        client.post(url, {"deed": "withdraw", "withdraw-reason": "Ei aloittanut."})
        enrolment.refresh_from_db()
        place.refresh_from_db()
        assert enrolment.withdrawn_reason == "Ei aloittanut."
        assert enrolment.recorded_by == ours.staff
        assert place.offered_at is not None
        again = client.post(url, {"deed": "withdraw", "withdraw-reason": "Toisen kerran."})
        assert again.status_code == 409
        enrolment.refresh_from_db()
        assert enrolment.withdrawn_reason == "Ei aloittanut."

    def test_what_was_agreed_to_is_read_in_its_own_words(self, client, ours, staff):
        for version in ("2026-11", consent.WITHOUT_CODE, consent.WITH_CODE):
            enrolment = ours.learner(consented_at=timezone.now(), consent_version=version)
            page = client.get(address("enrolment_change", ours.run, enrolment.pk))
            assert str(consent.text_of(version)) in html.unescape(page.text)

    def test_moving_brings_progress_consent_and_right_along(self, client, ours, staff):
        to = CourseRunFactory(course=ours.run.course, organiser=ours.organisation)
        enrolment = ours.learner(
            consented_at=timezone.now(), consent_version="2026-11", study_right="OO-1"
        )
        done = StepProgressFactory(
            enrolment=enrolment, step=ours.run.course.steps.get(), score=80, grade="4"
        )
        client.post(
            address("enrolment_change", ours.run, enrolment.pk), {"deed": "move", "move-to": to.pk}
        )
        new = Enrolment.objects.get(run=to)
        enrolment.refresh_from_db()
        assert enrolment.moved_to == new
        assert enrolment.withdrawn_at is not None
        assert (new.origin, new.study_right, new.consent_version) == ("moved", "OO-1", "2026-11")
        copied = new.step_progress.get()
        assert (copied.score, copied.grade, copied.completed_at) == (80, "4", done.completed_at)

    def test_a_full_run_takes_nobody_unless_staff_says_so(self, ours):
        to = EnrolmentFactory(run__course=ours.run.course, run__seats=1).run
        enrolment = ours.learner()
        with pytest.raises(EnrolmentRefusedError) as refusal:
            move(enrolment, to=to, by=ours.staff)
        assert refusal.value.reason == Refusal.WAITING_LIST_OPEN
        enrolment.refresh_from_db()
        assert enrolment.is_active
        assert move(enrolment, to=to, by=ours.staff, despite_seats=True).run == to

    def test_a_run_of_another_course_is_no_place_to_move_to(self, ours):
        with pytest.raises(ValueError, match="within its course"):
            move(ours.learner(), to=CourseRunFactory(), by=ours.staff)
        done = ours.learner(completed_at=timezone.now())
        with pytest.raises(ValueError, match="within its course"):
            move(done, to=CourseRunFactory(course=ours.run.course), by=ours.staff)
        assert withdraw(done).is_active is False
        assert done.withdrawn_at is None


class TestByHand:
    def post(self, client, run, **said):
        said = {"registrar_class": "13", "email": "uusi@esimerkki.fi"} | said
        return client.post(address("enrol", run), said)

    def test_somebody_new_gets_an_account_and_a_mail(
        self, client, ours, staff, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            self.post(client, ours.run, first_name="Inga", last_name="Jomppanen", study_right="O1")
        enrolment = Enrolment.objects.get(run=ours.run)
        assert enrolment.learner.official_name == "Inga Jomppanen"
        assert not enrolment.learner.has_usable_password()
        assert (enrolment.origin, enrolment.recorded_by) == ("staff", staff)
        assert (enrolment.consented_at, enrolment.study_right) == (None, "O1")
        [message] = mail.outbox
        assert message.to == ["uusi@esimerkki.fi"]
        assert reverse("courses:consent", args=[enrolment.pk]) in message.body
        with override("fi"):
            assert reverse("account_reset_password") in message.body

    def test_an_account_that_exists_is_left_as_it_is(self, client, ours, staff):
        owner = AccountHolderFactory(first_name="Aino", last_name="Oikea")
        self.post(client, ours.run, email=owner.email.upper(), first_name="Väärä", last_name="Nimi")
        owner.refresh_from_db()
        assert owner.official_name == "Aino Oikea"
        assert owner.has_usable_password()
        assert Enrolment.objects.get(run=ours.run).learner == owner
        assert User.objects.filter(email__iexact=owner.email).count() == 1

    def test_dates_and_seats_are_passed_with_a_note_only(self, client, ours, staff, finnish):
        ours.learner()
        CourseRun.objects.filter(pk=ours.run.pk).update(seats=1, enrolment_closes_on=YESTERDAY)
        closed = self.post(client, ours.run)
        # In words for staff, who may pass what learners may not.
        assert str(FOR_STAFF[Refusal.CLOSED]) in closed.text
        full = self.post(client, ours.run, despite_dates="on", note="Sovittu.")
        assert str(FOR_STAFF[Refusal.FULL]) in full.text
        assert str(Refusal.WAITING_LIST_OPEN.label) not in full.text
        both = {"despite_dates": "on", "despite_seats": "on"}
        silent = self.post(client, ours.run, **both)
        assert silent.context["form"].errors.keys() == {"note"}
        assert not User.objects.filter(email="uusi@esimerkki.fi").exists()
        self.post(client, ours.run, **both, note="Sovittu.")
        enrolment = Enrolment.objects.get(learner__email="uusi@esimerkki.fi")
        assert Note.objects.get(enrolment=enrolment).text == "Sovittu."

    def test_invitations_do_not_bind_staff(self, client, ours, staff):
        CourseRun.objects.filter(pk=ours.run.pk).update(invited_only=True)
        self.post(client, ours.run, email="eka@esimerkki.fi")
        assert ours.run.enrolments.count() == 1

    @pytest.mark.parametrize(
        "email", ["", "x", "a@b", "x" * 260 + "@a.fi", "a@\x00.fi", "poistettu-1@poistettu.invalid"]
    )
    def test_no_address_no_account(self, client, ours, staff, email):
        assert self.post(client, ours.run, email=email).context["form"].errors.keys() == {"email"}


class TestWaiting:
    def test_staff_offers_out_of_turn_and_removes(self, client, ours, staff):
        CourseRun.objects.filter(pk=ours.run.pk).update(seats=1)
        ours.learner()
        first, second = WaitingPlaceFactory.create_batch(2, run=ours.run)
        url = address("waiting", ours.run)
        client.post(url, {"deed": "offer", "place": second.pk})
        client.post(url, {"deed": "remove", "place": first.pk})
        first.refresh_from_db()
        second.refresh_from_db()
        assert first.ending == "left"
        assert second.offered_at is not None

    @pytest.mark.parametrize("place", ["", "x", "9" * 30, "-1", "²"])
    def test_nonsense_is_not_there(self, client, ours, staff, place):
        said = {"deed": "offer", "place": place}
        assert client.post(address("waiting", ours.run), said).status_code == 404

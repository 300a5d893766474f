"""What is asked while enrolling: only what is missing, once, and who may see it again."""

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from courses.enrolling import consent
from courses.enrolling.asking import EnrolForm
from courses.enrolling.models import Enrolment
from courses.models import Completion, Course
from courses.progress.recording import complete_by_person
from courses.registrar.identity_codes import IdentityCode
from courses.registrar.identity_codes_kept import read_codes
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.courses import CourseRunFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db

CODE = "131052-308T"
LEARNER_ID = "1.2.246.562.24.12345678907"


@pytest.fixture
def learner(client):
    learner = UserFactory()
    client.force_login(learner)
    return learner


@pytest.fixture
def run(ours):
    Course.objects.filter(pk=ours.run.course_id).update(asks_background=True)
    Organisation.objects.filter(pk=ours.organisation.pk).update(kind="county")
    ours.run.course.refresh_from_db()
    return ours.run


def url_of(run):
    return reverse("courses:enrol", args=[run.pk])


class TestWork:
    def test_is_kept_on_the_person_and_on_the_enrolment(self, client, learner, run):
        county = OrganisationFactory(kind="county", name_fi="Pohjois-Savo")
        OrganisationFactory(kind="polytechnic")
        form = client.get(url_of(run)).context["form"]
        assert county.pk in [value for value, _label in form.fields["county"].choices]
        assert all(
            Organisation.objects.get(pk=value).kind == "county"
            for value, _label in form.fields["county"].choices
            if value
        )
        said = {"profession": "ohjaaja", "employer": "Kela", "county": county.pk}
        client.post(url_of(run), said)
        learner.refresh_from_db()
        enrolment = Enrolment.objects.get(learner=learner)
        for kept in (learner, enrolment):
            assert (kept.profession, kept.employer, kept.county) == ("ohjaaja", "Kela", county)

    def test_is_asked_once_even_of_those_who_leave_it_untold(self, client, learner, run):
        client.post(url_of(run), {})
        other = CourseRunFactory(course__asks_background=True)
        assert (
            not {"profession", "employer", "county"}
            & EnrolForm(run=other, learner=learner).fields.keys()
        )

    def test_is_asked_of_whom_staff_enrolled_before(self, learner, run):
        EnrolmentFactory(
            learner=learner, origin="staff", confirmed_at=None, run__course__asks_background=True
        )
        assert "county" in EnrolForm(run=run, learner=learner).fields

    def test_is_not_asked_by_a_course_that_does_not_want_it(self, client, learner, run):
        Course.objects.update(asks_background=False)
        User.objects.filter(pk=learner.pk).update(employer="Kela")
        assert "employer" not in client.get(url_of(run)).context["form"].fields
        client.post(url_of(run), {})
        assert Enrolment.objects.get(learner=learner).employer == ""

    def test_another_kind_of_organisation_is_no_county(self, client, learner, run):
        project = OrganisationFactory(kind="project")
        response = client.post(url_of(run), {"county": project.pk})
        assert response.status_code == 400
        assert response.context["form"].errors.keys() == {"county"}


class TestIdentityCode:
    @pytest.fixture
    def asks(self, run, settings):
        settings.IDENTITY_CODE_KEYS = settings.IDENTITY_CODE_KEYS or (b"k" * 32,)
        Organisation.objects.filter(pk=run.organiser_id).update(uses_identity_codes=True)
        run.organiser.refresh_from_db()
        return run

    def test_is_asked_only_where_the_organiser_wants_it(self, client, learner, run):
        assert "identity_code" not in client.get(url_of(run)).context["form"].fields

    def test_is_kept_encrypted_and_never_shown_again(self, client, learner, asks):
        assert client.post(url_of(asks), {"identity_code": " 131052-308t "}).status_code == 302
        [kept] = IdentityCode.objects.all()
        assert CODE.encode() not in bytes(kept.ciphertext)
        codes = read_codes(
            organisation=asks.organiser, people=[learner.pk], reader=None, purpose="testi"
        )
        assert codes == {learner.pk: CODE}
        enrolment = Enrolment.objects.get(learner=learner)
        page = client.get(reverse("courses:consent", args=[enrolment.pk]))
        assert "identity_code" not in page.context["form"].fields
        assert CODE not in page.text

    def test_a_slip_is_told_and_what_was_typed_is_not_sent_back(self, client, learner, asks):
        response = client.post(url_of(asks), {"identity_code": "131052-308U"})
        assert response.status_code == 400
        assert response.context["form"].errors.keys() == {"identity_code"}
        assert "308U" not in response.text
        assert not IdentityCode.objects.exists()

    def test_whoever_gives_it_agrees_to_passing_it_on(self, client, learner, asks):
        text = str(consent.text_of(consent.WITH_CODE))
        assert text in html.unescape(client.get(url_of(asks)).text)
        client.post(url_of(asks), {"identity_code": CODE, "consents": "on"})
        assert Enrolment.objects.get(learner=learner).consent_version == consent.WITH_CODE

    @pytest.mark.parametrize("known", [True, False], ids=["of the account", "typed beside it"])
    def test_one_of_another_birth_date_is_refused(self, client, learner, asks, known):
        Organisation.objects.filter(pk=asks.organiser_id).update(kind="polytechnic")
        if known:
            User.objects.filter(pk=learner.pk).update(birth_date="1999-01-01")
        told = {"birth_date": "1.1.1999", "identity_code": CODE}
        response = client.post(url_of(asks), told)
        assert response.status_code == 400
        assert response.context["form"].errors.keys() == {"identity_code"}
        assert CODE not in response.text
        assert not IdentityCode.objects.exists()
        User.objects.filter(pk=learner.pk).update(birth_date="1952-10-13")
        told["birth_date"] = "13.10.1952"
        assert client.post(url_of(asks), told).status_code == 302
        assert IdentityCode.objects.exists()

    def test_a_year_of_birth_typed_by_habit_is_told(self, client, learner, asks):
        Organisation.objects.filter(pk=asks.organiser_id).update(kind="polytechnic")
        response = client.post(url_of(asks), {"birth_date": f"1.1.{timezone.localdate().year}"})
        assert response.context["form"].errors.keys() == {"birth_date"}
        assert not Enrolment.objects.exists()

    def test_whoever_has_a_learner_id_needs_none(self, client, learner, asks):
        User.objects.filter(pk=learner.pk).update(learner_id=LEARNER_ID)
        assert "identity_code" not in client.get(url_of(asks)).context["form"].fields


class TestConsentLater:
    def test_whom_staff_enrolled_consents_on_their_own(self, client, learner, run):
        enrolment = EnrolmentFactory(run=run, learner=learner, origin="staff", confirmed_at=None)
        url = reverse("courses:consent", args=[enrolment.pk])
        assert url in client.get(reverse("courses:my_studies")).text
        assert "checked" not in client.get(url).text
        client.post(url, {"consents": "on", "employer": "Kela"})
        enrolment.refresh_from_db()
        assert enrolment.consent_version == consent.WITHOUT_CODE
        assert enrolment.employer == "Kela"
        first = enrolment.consented_at
        client.post(url, {"consents": "on"})
        enrolment.refresh_from_db()
        assert enrolment.consented_at == first
        client.post(url, {})
        enrolment.refresh_from_db()
        assert (enrolment.consented_at, enrolment.consent_version) == (None, "")

    @pytest.mark.parametrize("ended", ["withdrawn_at", "completed_at"])
    def test_what_has_ended_changes_no_more(self, client, learner, run, ended):
        now = timezone.now()
        agreed = {"consented_at": now, "consent_version": "1"}
        enrolment = EnrolmentFactory(run=run, learner=learner, **agreed, **{ended: now})
        url = reverse("courses:consent", args=[enrolment.pk])
        assert client.get(url).status_code == client.post(url).status_code == 404

    def test_consent_after_completing_corrects_the_completion(self, client, ours, learner, run):
        """With what it lacked; what it says already stays."""
        made = EnrolmentFactory(run=run, learner=learner, origin="staff")
        told = {"by": ours.staff, "reason": "Syy", "assessor": "Olli Opettaja"}
        told["origin"] = Completion.Origin.BY_HAND
        old = complete_by_person(made, **told)
        User.objects.filter(pk=learner.pk).update(learner_id=LEARNER_ID)
        url = reverse("courses:consent", args=[made.pk])
        assert url in client.get(reverse("courses:my_studies")).text

        client.post(url, {"consents": "on"})

        old.refresh_from_db()
        assert (old.annulled_by, old.consented_at) == (learner, None)
        new = old.replaced_by
        assert new.consent_version == consent.WITHOUT_CODE
        assert new.national_learner_id == LEARNER_ID
        assert (new.surname, new.completed_on, new.grade) == (
            old.surname, old.completed_on, old.grade,
        )  # fmt: skip
        assert client.get(url).status_code == 404

    def test_anothers_enrolment_is_not_there(self, client, learner, run):
        enrolment = EnrolmentFactory(run=run)
        url = reverse("courses:consent", args=[enrolment.pk])
        assert client.post(url, {"consents": "on"}).status_code == 404
        enrolment.refresh_from_db()
        assert enrolment.consented_at is None


@pytest.mark.parametrize(
    ("price", "words"),
    [(None, ""), ("0", "Maksuton"), ("150", "150 €"), ("1250.50", "1\u202f250,50 €")],
)
def test_the_price_is_told_as_it_is_written_here(client, run, learner, finnish, price, words):
    run.price = price
    run.payer = "Hankerahoitus"
    run.enrolment_opens_on = timezone.localdate() - datetime.timedelta(days=1)
    run.save()
    facts = client.get(url_of(run)).context["offer"].facts
    assert [value for label, value in facts if label == "Hinta"] == [words]
    assert "Hankerahoitus" in client.get(run.course.pages.get().url).text

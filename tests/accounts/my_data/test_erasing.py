"""Being forgotten: what goes, what stays, and that nothing breaks."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.translation import activate
from wagtail.users.models import UserProfile

from accounts import personal_data
from accounts.models import Membership, User
from certificates.models import Certificate
from courses.models import Completion, Enrolment, StepProgress
from quizzes.attempts.history import GradeEvent, ResponseEvent
from quizzes.attempts.models import Attempt, Response
from tests.accounts.my_data.conftest import download
from tests.factories.accounts import PASSWORD, AdministratorFactory, MembershipFactory
from tests.factories.certificates import certificate_for
from tests.factories.courses import (
    CourseRunFactory,
    EnrolmentFactory,
    InvitationFactory,
    StepProgressFactory,
)

pytestmark = pytest.mark.django_db


def rows_of(user):
    """Everything that points at a person, counted."""
    return {
        "enrolments": Enrolment.objects.filter(learner=user).count(),
        "progress": StepProgress.objects.filter(enrolment__learner=user).count(),
        "completions": Completion.objects.filter(learner=user).count(),
        "certificates": Certificate.objects.of_learner(user).count(),
        "attempts": Attempt.objects.of_learner(user).count(),
        "addresses": EmailAddress.objects.filter(user=user).count(),
    }


def erase(client, user, password=PASSWORD):
    client.force_login(user)
    return client.post(reverse("accounts:erase"), {"password": password})


class TestErasing:
    def test_empties_the_account(self, client, person):
        MembershipFactory(user=person)
        person.groups.add(Group.objects.create(name="Ryhmä"))
        UserProfile.objects.create(user=person)

        response = erase(client, person)

        assert response.url == "/fi/"
        assert "_auth_user_id" not in client.session
        person = User.objects.get(pk=person.pk)
        left = {
            field.name: getattr(person, field.name)
            for field in User._meta.concrete_fields
            if field.name not in {"id", "password", "date_joined", "erased_at", "language"}
        }
        assert left == {
            "email": f"poistettu-{person.pk}@poistettu.invalid",
            "first_name": "",
            "last_name": "",
            "preferred_name": "",
            "profession": "",
            "employer": "",
            "county": None,
            "birth_date": None,
            "learner_id": "",
            "home_organisation": None,
            "last_login": None,
            "is_active": False,
            "is_staff": False,
            "is_superuser": False,
            "contact_is_protected": False,
        }
        assert person.erased_at is not None
        assert not person.has_usable_password()
        assert not Membership.objects.filter(user=person).exists()
        assert not person.groups.exists()
        assert not UserProfile.objects.filter(user=person).exists()
        assert not EmailAddress.objects.filter(user=person).exists()

    def test_nobody_signs_in_with_it_any_more(self, client, person, mailoutbox):
        elsewhere = type(client)()
        elsewhere.force_login(person)
        erase(client, person)

        signed = client.post(
            reverse("account_login"), {"login": "aino@esimerkki.fi", "password": PASSWORD}
        )
        client.post(reverse("account_reset_password"), {"email": "aino@esimerkki.fi"})
        profile = elsewhere.get(reverse("accounts:profile"))

        assert signed.status_code == 200
        assert reverse("account_signup") in mailoutbox[0].body
        assert profile.status_code == 302

    def test_progress_goes_and_completions_stay_with_their_own_names(self, client, person):
        under_way = EnrolmentFactory(learner=person)
        StepProgressFactory(enrolment=under_way)
        done = EnrolmentFactory(learner=person)
        StepProgressFactory(enrolment=done)
        certificate = certificate_for(enrolment=done)
        InvitationFactory(key="", email=person.email)
        run = CourseRunFactory()
        run.teachers.add(person)

        erase(client, person)

        assert rows_of(person) == {
            "enrolments": 1,
            "progress": 0,
            "completions": 1,
            "certificates": 1,
            "attempts": 0,
            "addresses": 0,
        }
        completion = Completion.objects.get(learner=person)
        assert (completion.surname, completion.given_names) == ("Oppija", "Aino Maria")
        certificate.refresh_from_db()
        assert certificate.holder_name == "Aino Maria Oppija"
        assert run.course.invitations.count() == 0
        assert not run.teachers.exists()

    def test_answers_go_with_every_version_and_mark(self, client, person, answered_attempts):
        _mine, theirs = answered_attempts

        erase(client, person)

        assert list(Attempt.objects.all()) == [theirs]
        for model in (Response, ResponseEvent, GradeEvent):
            assert model.objects.exists()
        assert not Response.objects.exclude(attempt=theirs).exists()

    def test_the_certificate_can_still_be_verified(self, client, person):
        certificate = certificate_for(enrolment=EnrolmentFactory(learner=person))
        erase(client, person)

        page = client.get(reverse("certificates:verify", args=[certificate.code]))

        assert page.status_code == 200
        assert "Aino Maria Oppija" in page.text

    def test_touches_nobody_else(self, client, person, other):
        before = rows_of(other), User.objects.filter(pk=other.pk).values().get()

        erase(client, person)

        assert (rows_of(other), User.objects.filter(pk=other.pk).values().get()) == before
        assert len(json.loads(download(client, other).text)["courses"]["invitations"]) == 1

    def test_a_wrong_password_changes_nothing(self, client, person):
        response = erase(client, person, "ei tämä salasana")

        assert set(response.context["form"].errors) == {"password"}
        person.refresh_from_db()
        assert person.email == "aino@esimerkki.fi"
        assert "_auth_user_id" in client.session

    def test_tries_are_limited_as_at_sign_in(self, client, person):
        client.force_login(person)
        for _ in range(5):
            client.post(reverse("accounts:erase"), {"password": "ei tämä salasana"})

        assert client.post(reverse("accounts:erase"), {"password": PASSWORD}).status_code == 429
        person.refresh_from_db()
        assert person.erased_at is None

    def test_looking_at_the_page_erases_nothing_and_says_what_stays(self, client, person):
        client.force_login(person)

        page = client.get(reverse("accounts:erase"))

        assert page.context["kept"] == personal_data.kept()
        assert len(page.context["kept"]) == 2
        person.refresh_from_db()
        assert person.erased_at is None

    def test_twice_is_as_once(self, person):
        personal_data.erase(user=person)
        erased_at = User.objects.get(pk=person.pk).erased_at

        personal_data.erase(user=person)

        assert User.objects.get(pk=person.pk).erased_at == erased_at

    def test_the_last_administrator_stays(self, client):
        administrator = AdministratorFactory(password=PASSWORD)
        administrator.emailaddress_set.create(email=administrator.email, verified=True)

        response = erase(client, administrator)

        assert str(personal_data.Refusal.LAST_ADMINISTRATOR.label) in response.text
        administrator.refresh_from_db()
        assert administrator.is_superuser

    def test_one_of_two_administrators_may_go(self):
        administrator, _other = AdministratorFactory(), AdministratorFactory()

        personal_data.erase(user=administrator)

        administrator.refresh_from_db()
        assert not administrator.is_superuser

    def test_all_or_nothing(self, person, monkeypatch):
        """A part that fails leaves every other part as it was."""
        EnrolmentFactory(learner=person)
        broken = personal_data.Part(export=dict, erase=lambda user: 1 / 0)
        monkeypatch.setitem(personal_data._parts, "zzz", broken)

        with pytest.raises(ZeroDivisionError):
            personal_data.erase(user=person)

        assert Enrolment.objects.filter(learner=person).exists()
        assert User.objects.get(pk=person.pk).email == "aino@esimerkki.fi"


class TestWhatIsLeftBreaksNothing:
    def test_staff_see_a_name_that_says_so(self, person):
        personal_data.erase(user=person)
        activate("en")

        assert str(User.objects.get(pk=person.pk)) == "Erased account"

    def test_staff_and_administrators_can_still_open_every_list(self, client, person):
        done = EnrolmentFactory(learner=person)
        certificate_for(enrolment=done)
        personal_data.erase(user=person)
        staff = MembershipFactory(organisation=done.run.organiser, role="study_staff").user

        client.force_login(staff)
        completions = client.get(reverse("completion_list"))
        client.force_login(AdministratorFactory())
        people = client.get(reverse("wagtailusers_users:index"))
        account = client.get(reverse("wagtailusers_users:edit", args=[person.pk]))

        assert completions.status_code == people.status_code == account.status_code == 200
        assert "Oppija" in completions.text

    def test_upper_layers_go_first(self):
        """Rows that point at others are erased before those."""
        assert list(personal_data._parts) == [
            "certificates",
            "quizzes",
            "courses",
            "feedback",
            "notices",
            "account",
        ]

"""Downloading one's own data, and being forgotten; other people's rows stay theirs."""

import datetime
import json

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.translation import activate
from wagtail.users.models import UserProfile

from accounts import personal_data
from accounts.models import Membership, Organisation, User
from certificates.models import Certificate
from courses.models import Completion, Enrolment, StepProgress
from quizzes.attempts.history import GradeEvent, ResponseEvent
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.submitting import submit_attempt
from tests.factories.accounts import (
    PASSWORD,
    AccountHolderFactory,
    AdministratorFactory,
    MembershipFactory,
    OrganisationFactory,
)
from tests.factories.certificates import certificate_for
from tests.factories.courses import (
    CourseRunFactory,
    EnrolmentFactory,
    InvitationFactory,
    StepProgressFactory,
)
from tests.factories.quizzes import QuizPageFactory, answered, enrolled, question, started

pytestmark = pytest.mark.django_db

# Words that belong to the other person, and must not turn up.
SECRETS = ("Salainen", "salainen@toinen.fi", "Toisen kurssi", "toinen-ammatti")


@pytest.fixture
def person():
    return AccountHolderFactory(
        email="aino@esimerkki.fi",
        first_name="Aino Maria",
        last_name="Oppija",
        preferred_name="Ainukka",
        profession="ohjaaja",
        employer="Kela Kuopio",
        birth_date=datetime.date(1985, 6, 24),
        learner_id="1.2.246.562.24.12345678907",
        home_organisation=OrganisationFactory(name_fi="Oma hyvinvointialue"),
    )


@pytest.fixture
def other():
    """Somebody with the same kinds of rows, on a course of their own."""
    user = AccountHolderFactory(
        email="salainen@toinen.fi",
        first_name="Salainen",
        last_name="Henkilö",
        profession="toinen-ammatti",
        birth_date=datetime.date(1970, 1, 1),
    )
    enrolment = EnrolmentFactory(learner=user, run__course__name="Toisen kurssi")
    StepProgressFactory(enrolment=enrolment)
    certificate_for(enrolment=EnrolmentFactory(learner=user, run__course__name="Toisen kurssi 2"))
    InvitationFactory(key="", email=user.email)
    return user


@pytest.fixture
def answered_attempts(person):
    """A graded attempt of the person, and one of somebody else on the same quiz."""
    page = QuizPageFactory(quiz__asks=[question()])
    attempts = []
    for learner in (person, AccountHolderFactory()):
        attempt = started(page, enrolled(page, learner))
        answered(attempt, attempt.responses.get().position)
        attempts.append(submit_attempt(attempt))
    return attempts


def download(client, user):
    client.force_login(user)
    return client.get(reverse("accounts:download"))


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


class TestDownload:
    def test_is_one_file_with_every_part(self, client, person):
        enrolment = EnrolmentFactory(learner=person, run__course__name="Työkyvyn tuki")
        StepProgressFactory(enrolment=enrolment, step__titles={"fi": "Mitä työkyky on"})
        certificate = certificate_for(
            enrolment=EnrolmentFactory(learner=person, run__course__name="Toinen opintojakso")
        )
        MembershipFactory(user=person, organisation__name_fi="Oma hyvinvointialue 2", role="member")
        InvitationFactory(key="", email=person.email, course=enrolment.run.course)

        response = download(client, person)
        data = json.loads(response.text)

        assert response.headers["Content-Type"] == "application/json"
        assert response.headers["Content-Disposition"].startswith('attachment; filename="tyokyky')
        assert list(data) == [
            "service",
            "exported_at",
            "account",
            "notices",
            "feedback",
            "courses",
            "quizzes",
            "certificates",
        ]
        assert data["account"]["national_learner_id"] == "1.2.246.562.24.12345678907"
        assert data["account"]["birth_date"] == "1985-06-24"
        assert data["account"]["home_organisation"] == "Oma hyvinvointialue"
        assert data["account"]["memberships"] == [
            {"organisation": "Oma hyvinvointialue 2", "role": "member"}
        ]
        first = data["courses"]["enrolments"][0]
        assert first["course_name"] == "Työkyvyn tuki"
        assert [step["step"] for step in first["steps"]] == ["Mitä työkyky on"]
        assert data["courses"]["completions"][0]["surname"] == "Oppija"
        assert len(data["courses"]["invitations"]) == 1
        assert data["certificates"][0]["number"] == certificate.number

    def test_tells_answers_and_marks_but_not_the_key(self, client, person, answered_attempts):
        attempt, _theirs = answered_attempts
        response = attempt.responses.get()

        data = json.loads(download(client, person).text)["quizzes"]

        assert [(row["quiz"], row["percent"], row["passed"]) for row in data] == [
            (attempt.quiz.name, "100.00", True)
        ]
        [row] = data[0]["responses"]
        assert row["answer"] == response.answer
        assert len(row["saved"]) == len(row["marks_given"]) == 1
        assert "Juuri niin" not in json.dumps(data)

    def test_holds_nobody_else(self, client, person, other):
        text = download(client, person).text

        assert [secret for secret in SECRETS if secret in text] == []
        # The guard itself: these words are there for their owner.
        assert [secret for secret in SECRETS if secret not in download(client, other).text] == []

    def test_is_not_kept_by_the_browser(self, client, person):
        assert "no-store" in download(client, person).headers["Cache-Control"]

    def test_is_for_those_signed_in(self, client):
        response = client.get(reverse("accounts:download"))

        assert response.url == f"{reverse('account_login')}?next={reverse('accounts:download')}"

    @pytest.mark.parametrize("enrolments", [1, 3])
    def test_query_count_does_not_grow_with_enrolments(
        self, client, person, django_assert_num_queries, enrolments
    ):
        for _ in range(enrolments):
            StepProgressFactory(enrolment=EnrolmentFactory(learner=person))
        client.force_login(person)

        with django_assert_num_queries(37):
            client.get(reverse("accounts:download"))


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


# Where people are pointed at, and who answers for it. A new table on people fails this test
# until its app exports and erases it, or it is told here why not.
ANSWERED_FOR = {
    "certificates.BulkIssue.by": "certificates",
    "certificates.CertificateEvent.by": "certificates",
    "courses.CurriculumChange.noted_by": "courses",
    "account.EmailAddress.user": "account",
    "accounts.Membership.user": "account",
    "accounts.User_groups.user": "account",
    "accounts.User_user_permissions.user": "account",
    "wagtailusers.UserProfile.user": "account",
    "wagtailcore.APIToken.user": "account",
    "wagtailadmin.EditingSession.user": "account",
    "wagtailadmin.FormState.user": "account",
    "wagtailcore.PageSubscription.user": "account",
    "courses.Enrolment.learner": "courses",
    "courses.Completion.learner": "courses",
    "courses.CourseRun.teachers": "courses",
    "courses.CourseRun_teachers.user": "courses",
    "courses.IdentityCode.person": "courses",
    "courses.IdentityCodeReading.person": "courses",
    "courses.PreparedList.person": "courses",
    "courses.ProgrammeEnrolment.learner": "courses",
    "courses.Roster.created_by": "courses",
    "courses.WaitingPlace.learner": "courses",
    "courses.BlockDeed.learner": "courses",
    "courses.ExerciseResult.learner": "courses",
    "courses.Marking.learner": "courses",
    "courses.ReadingPlace.learner": "courses",
    "home.Notice.person": "notices",
    "home.NoticeChoice.person": "notices",
    "home.QuietHours.person": "notices",
    # Staff's own deeds stay, under the name of an erased account: who edited, who graded.
    "courses.Completion.recorded_by": "deed",
    "courses.Completion.annulled_by": "deed",
    "courses.StepDecision.by": "deed",
    "courses.Enrolment.recorded_by": "deed",
    "courses.Invitation.invited_by": "deed",
    "courses.Assessment.assessor": "deed",
    "courses.Attendance.marked_by": "deed",
    "courses.Attendance.revoked_by": "deed",
    "courses.Note.author": "deed",
    "courses.Message.sender": "deed",
    "courses.Delivery.created_by": "deed",
    "courses.DeliveryRow.entered_by": "deed",
    "courses.ExportLog.person": "deed",
    "courses.IdentityCodeReading.reader": "deed",
    "quizzes.GradeEvent.graded_by": "deed",
    "quizzes.Regrade.applied_by": "deed",
    "quizzes.Regrade.lowered_by": "deed",
    "quizzes.QuestionFlaw.flagged_by": "deed",
    "quizzes.QuestionFlaw.settled_by": "deed",
    "quizzes.QuizOverride.made_by": "deed",
    # Goes with the account, and a day after it was uploaded in any case.
    "quizzes.QuestionImport.created_by": "deed",
    "courses.PackageImport.created_by": "deed",
    "home.DraftShare.created_by": "deed",
    "home.Feedback.answered_by": "deed",
    "home.H5PPackage.uploaded_by": "deed",
    # Who answers for a content's facts.
    "courses.AssignmentPage.responsible": "deed",
    "courses.CoursePage.responsible": "deed",
    "courses.LessonPage.responsible": "deed",
    "courses.SelfAssessmentPage.responsible": "deed",
    "courses.WebinarPage.responsible": "deed",
    "quizzes.QuizPage.responsible": "deed",
    "home.GlossaryTerm.responsible": "deed",
    "home.ServiceCard.responsible": "deed",
    "home.HelpPage.responsible": "deed",
    "home.StandardPage.responsible": "deed",
    "home.CustomImage.uploaded_by_user": "deed",
    "home.CustomDocument.uploaded_by_user": "deed",
    "wagtailimages.Image.uploaded_by_user": "deed",
    "wagtaildocs.Document.uploaded_by_user": "deed",
    "wagtail_localize.StringTranslation.last_translated_by": "deed",
    "wagtail_localize.SegmentOverride.last_translated_by": "deed",
    "wagtailcore.Comment.user": "deed",
    "wagtailcore.Comment.resolved_by": "deed",
    "wagtailcore.CommentReply.user": "deed",
    "wagtailcore.ModelLogEntry.user": "deed",
    "wagtailcore.PageLogEntry.user": "deed",
    "wagtailcore.Page.owner": "deed",
    "wagtailcore.Revision.user": "deed",
    "wagtailcore.TaskState.finished_by": "deed",
    "wagtailcore.WorkflowState.requested_by": "deed",
    "wagtailcore.UploadedFile.uploaded_by_user": "deed",
}


def test_every_table_on_people_is_answered_for():
    pointing = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    }
    # A lock is let go by whoever takes over.
    pointing = {name for name in pointing if not name.endswith(".locked_by")}

    assert pointing == set(ANSWERED_FOR)


def test_organisations_are_not_people():
    assert {
        field.name for field in Organisation._meta.concrete_fields if field.related_model is User
    } == set()

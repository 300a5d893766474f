"""Downloading one's own data; other people's rows stay theirs."""

import json

import pytest
from django.urls import reverse

from tests.accounts.my_data.conftest import download
from tests.factories.accounts import MembershipFactory
from tests.factories.certificates import certificate_for
from tests.factories.courses import EnrolmentFactory, InvitationFactory, StepProgressFactory

pytestmark = pytest.mark.django_db


# Words that belong to the other person, and must not turn up.
SECRETS = ("Salainen", "salainen@toinen.fi", "Toisen kurssi", "toinen-ammatti")


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

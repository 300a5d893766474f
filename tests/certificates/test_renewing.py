"""A certificate that expires is renewed by reading what has changed since."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from certificates.changes import beginning_of, changes_since
from certificates.fresh import FRESH_DAYS
from certificates.models import Certificate, CertificateEvent
from certificates.refusals import CertificateRefusal, CertificateRefusedError
from certificates.renewing import OFFERED_DAYS, renew_certificate, why_not_renewed
from certificates.revoking import revoke
from courses.progress.recording import annul
from tests.certificates.test_issuing import in_threads
from tests.factories.accounts import UserFactory
from tests.factories.certificates import (
    CertificateTemplateFactory,
    certificate_for,
    programme_certificate_for,
)
from tests.factories.courses import (
    CourseFactory,
    CurriculumChangeFactory,
    course_with,
)

pytestmark = pytest.mark.django_db

Day = datetime.timedelta


def today():
    return timezone.localdate()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def learner(client):
    learner = UserFactory(language="en")
    client.force_login(learner)
    return learner


def expiring(days=30, learner=None, **fields):
    """A certificate with so many days left, of a template that gives twelve months."""
    CertificateTemplateFactory._meta.model.objects.get_or_create(
        name="Vuoden voimassa", defaults={"valid_months": 12}
    )
    owner = {"enrolment__learner": learner} if learner else {}
    last = today() + Day(days=days)
    certificate = certificate_for(completed_on=last - Day(days=365), **owner, **fields)
    Certificate.objects.filter(pk=certificate.pk).update(expires_on=last)
    certificate.refresh_from_db()
    return certificate


def renew(certificate, *changes):
    return renew_certificate(
        certificate=certificate,
        by=certificate.learner,
        has_read=frozenset(change.pk for change in changes),
    )


def refresher(certificate):
    return reverse("my_certificates:refresher", args=[certificate.number])


def test_a_renewed_one_goes_on_from_the_last_day_of_the_old_one():
    old = expiring(days=30)
    new = renew(old)
    old.refresh_from_db()
    assert (old.state, new.state) == (Certificate.State.SUPERSEDED, Certificate.State.VALID)
    assert new.renewed_on == today()
    assert new.completed_on == old.completed_on
    assert new.expires_on.month == old.expires_on.month
    assert new.expires_on.year == old.expires_on.year + 1
    event = CertificateEvent.objects.get()
    assert (event.kind, event.certificate, event.by) == ("renewed", old, old.learner)


def test_an_expired_one_is_renewed_from_the_day_of_the_renewal():
    old = expiring(days=-400)
    assert old.state == Certificate.State.EXPIRED
    new = renew(old)
    assert new.state == Certificate.State.VALID
    assert new.expires_on.year == today().year + 1


def test_a_template_without_an_end_gives_none_any_more():
    old = expiring()
    CertificateTemplateFactory._meta.model.objects.update(valid_months=None)
    assert renew(old).expires_on is None


@pytest.mark.parametrize(
    ("days", "refusal"),
    [
        pytest.param(OFFERED_DAYS + 1, CertificateRefusal.TOO_EARLY, id="a day too early"),
        pytest.param(OFFERED_DAYS, None, id="the first day"),
        pytest.param(0, None, id="the last day of its period"),
        pytest.param(-1, None, id="the day after"),
        pytest.param(-3000, None, id="years after"),
    ],
)
def test_when_it_can_be_renewed(days, refusal):
    assert why_not_renewed(expiring(days=days)) == refusal


def test_what_does_not_expire_is_not_renewed():
    certificate = certificate_for()
    with pytest.raises(CertificateRefusedError) as refused:
        renew(certificate)
    assert refused.value.reason == CertificateRefusal.NO_END
    assert Certificate.objects.count() == 1


def test_a_revoked_one_is_not_renewed():
    certificate = expiring()
    certificate.revoked_at, certificate.revoked_reason = timezone.now(), "Annettu erehdyksessä"
    certificate.save()
    with pytest.raises(CertificateRefusedError) as refused:
        renew(certificate)
    assert refused.value.reason == CertificateRefusal.REVOKED


def test_one_of_an_annulled_completion_is_not_renewed():
    certificate = expiring()
    annul(certificate.completion, by=UserFactory(), reason="Väärä henkilö")
    with pytest.raises(CertificateRefusedError) as refused:
        renew(Certificate.objects.get(pk=certificate.pk))
    assert refused.value.reason == CertificateRefusal.REVOKED


def test_a_second_renewal_of_the_same_one_is_refused():
    certificate = expiring()
    renew(certificate)
    with pytest.raises(CertificateRefusedError) as refused:
        renew(Certificate.objects.get(pk=certificate.pk))
    assert refused.value.reason == CertificateRefusal.SUPERSEDED
    assert Certificate.objects.count() == 2


def test_what_came_while_one_was_reading_must_be_read_too():
    certificate = expiring()
    read, new = CurriculumChangeFactory.create_batch(2, course=certificate.completion.course)
    with pytest.raises(CertificateRefusedError) as refused:
        renew(certificate, read)
    assert refused.value.reason == CertificateRefusal.NOT_READ
    assert renew(certificate, read, new).state == Certificate.State.VALID


class TestChanges:
    def test_of_its_course_from_the_day_of_completion_on(self):
        certificate = expiring()
        course, day = certificate.completion.course, certificate.completed_on
        same_day = CurriculumChangeFactory(course=course, changed_on=day)
        later = CurriculumChangeFactory(course=course, changed_on=day + Day(days=9))
        CurriculumChangeFactory(course=course, changed_on=day - Day(days=1))
        CurriculumChangeFactory(changed_on=day + Day(days=9))
        assert changes_since(certificate) == [later, same_day]

    def test_after_a_renewal_only_what_came_or_was_noted_later(self):
        certificate = expiring()
        course = certificate.completion.course
        read = CurriculumChangeFactory(course=course)
        certificate = renew(certificate, read)
        late = CurriculumChangeFactory(
            course=course,
            changed_on=today() - Day(days=20),
            noted_at=beginning_of(today() + Day(days=1)),
        )
        assert changes_since(certificate) == [late]

    def test_of_a_programme_those_of_all_its_courses(self):
        courses = CourseFactory.create_batch(2)
        certificate = programme_certificate_for(*courses, learner=UserFactory())
        mine = [CurriculumChangeFactory(course=course) for course in courses]
        CurriculumChangeFactory()
        assert changes_since(certificate) == mine[::-1]


class TestThePage:
    def test_it_lists_what_changed_with_the_way_to_the_step(self, client, learner):
        course = course_with(lessons=1).course
        [step] = course.steps.all()
        certificate = expiring(learner=learner, enrolment__run__course=course)
        CurriculumChangeFactory(course=course, step=step, summary_en="The act of 2025.")
        page = client.get(refresher(certificate)).content.decode()
        assert "The act of 2025." in page
        assert step.title in page.replace("\u00ad", "")

    def test_confirming_leads_to_the_new_certificate(self, client, learner):
        certificate = expiring(learner=learner)
        change = CurriculumChangeFactory(course=certificate.completion.course)
        answer = client.post(refresher(certificate), {"read": "on", "changes": change.pk})
        new = Certificate.objects.get(supersedes=certificate)
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"/{new.number}/")

    def test_without_the_tick_nothing_is_renewed(self, client, learner):
        certificate = expiring(learner=learner)
        answer = client.post(refresher(certificate), {"changes": ""})
        assert answer.status_code == 400
        assert "Tick this when you have read" in answer.content.decode()
        assert Certificate.objects.count() == 1

    @pytest.mark.parametrize(
        "said", ["", "x", "0,,-0", "9" * 400, "\u0663", "-1", "<script>", "1 2", "NaN"]
    )
    def test_nonsense_for_what_was_read_counts_for_nothing_read(self, client, learner, said):
        certificate = expiring(learner=learner)
        change = CurriculumChangeFactory(course=certificate.completion.course)
        answer = client.post(refresher(certificate), {"read": "on", "changes": said})
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "Something has changed while you were reading" in page
        assert f'value="{change.pk}"' in page
        assert Certificate.objects.count() == 1

    def test_an_old_page_of_a_renewed_one_leads_to_the_new_one(self, client, learner):
        certificate = expiring(learner=learner)
        new = renew(certificate)
        for answer in (
            client.get(refresher(certificate)),
            client.post(refresher(certificate), {"read": "on", "changes": ""}),
        ):
            assert answer.status_code == 200
            assert new.number in answer.content.decode()
        assert Certificate.objects.count() == 2

    def test_too_early_it_says_from_when_on(self, client, learner):
        certificate = expiring(days=OFFERED_DAYS + 10, learner=learner)
        first = today() + Day(days=10)
        page = client.get(refresher(certificate)).content.decode()
        assert f"from {first.day}.{first.month}.{first.year} on" in page
        assert 'name="read"' not in page

    def test_a_strangers_is_not_there(self, client, learner):
        certificate = expiring()
        CurriculumChangeFactory(course=certificate.completion.course)
        assert client.get(refresher(certificate)).status_code == 404
        data = {"read": "on", "changes": ""}
        assert client.post(refresher(certificate), data).status_code == 404
        assert Certificate.objects.count() == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_same_queries_for_any_number_of_changes(
        self, client, learner, django_assert_num_queries, count
    ):
        course = course_with(lessons=3).course
        steps = course.steps.all()
        certificate = expiring(learner=learner, enrolment__run__course=course)
        for number in range(count):
            CurriculumChangeFactory(course=course, step=steps[number])
        client.get(refresher(certificate))
        with django_assert_num_queries(6):
            client.get(refresher(certificate))


@pytest.mark.django_db(transaction=True)
def test_ten_renewals_at_the_same_instant_give_one_certificate():
    certificate = expiring()
    failures = in_threads(
        *[lambda: renew(Certificate.objects.with_ground().get(pk=certificate.pk))] * 10
    )
    assert {failure.reason for failure in failures} == {CertificateRefusal.SUPERSEDED}
    assert len(failures) == 9
    assert Certificate.objects.in_force().count() == 1
    assert Certificate.objects.count() == 2


# --- My studies -------------------------------------------------------------------------------


def test_my_studies_leads_to_the_renewal(client, learner):
    soon = expiring(days=OFFERED_DAYS, learner=learner)
    over = expiring(days=-1, learner=learner)
    programme = programme_certificate_for(CourseFactory(), learner=learner)
    Certificate.objects.filter(pk=programme.pk).update(expires_on=today())
    page = client.get(reverse("courses:my_studies")).text
    assert "Certificates to renew" in page
    for certificate in (soon, over, programme):
        assert f'href="{refresher(certificate)}"' in page, certificate
    assert page.index(over.number) < page.index(programme.number) < page.index(soon.number)
    assert page.count("Was valid until") == 1


def test_my_studies_shows_a_new_certificate_for_a_fortnight(client, learner):
    new, old, theirs = (
        certificate_for(enrolment__learner=person) for person in (learner, learner, UserFactory())
    )
    gone = certificate_for(enrolment__learner=learner)
    revoke(gone, by=UserFactory(), reason="x")
    before = timezone.now() - datetime.timedelta(days=FRESH_DAYS, hours=1)
    Certificate.objects.filter(pk=old.pk).update(issued_at=before)
    page = client.get(reverse("courses:my_studies")).text
    assert f'href="{reverse("my_certificates:one", args=[new.number])}"' in page
    assert not [one for one in (old, theirs, gone) if one.number in page]


def test_my_studies_keeps_still_where_there_is_nothing_to_renew(client, learner):
    expiring(days=OFFERED_DAYS + 1, learner=learner)
    certificate_for(enrolment__learner=learner)
    expiring(days=5)
    replaced = expiring(days=5, learner=learner)
    new = renew(replaced)
    gone = expiring(days=5, learner=learner)
    annul(gone.completion, by=UserFactory(), reason="x")
    revoked = expiring(days=5, learner=learner)
    revoke(revoked, by=UserFactory(), reason="x")
    page = client.get(reverse("courses:my_studies")).text
    assert "Certificates to renew" not in page
    for certificate in (replaced, new, gone, revoked):
        assert refresher(certificate) not in page

"""
A professional finds the training, studies, passes, and gets a certificate anybody can check.

On a phone and on a desk, in Finnish and in Swedish, with scripts and without.
"""

from django.urls import reverse
from django.utils.translation import override

from certificates.models import Certificate
from courses.models import Enrolment, StepProgress
from quizzes.attempts.models import Attempt
from tests.browser.learner import Learner
from tests.browser.looks import in_every_look
from tests.factories.quizzes import right_keys

GIVEN_NAMES, SURNAME = "Lumi Orvokki", "Ångström-Žukov"


@in_every_look
def test_from_the_front_page_to_the_certificate(open_page, site, people, stored, looks):
    language = looks["language"]
    pages = people["pages"][language]
    page = open_page(pages["front"], **looks)
    learner = Learner(page, site, stored, language, scripts=looks["javascript"])

    # Finds the training.
    learner.follow(pages["catalogue"])
    learner.follow(pages["course"])

    # Enrols; an account is made on the way, and the way goes on from there.
    learner.click(page.locator(".next-action a"))
    learner.sign_up()
    learner.enrol(GIVEN_NAMES, SURNAME)
    enrolment = Enrolment.objects.using(stored).get(learner__email=learner.email)
    assert enrolment.consented_at is not None
    assert enrolment.learner.official_name == f"{GIVEN_NAMES} {SURNAME}"

    # Reads a lesson, leaves, and comes back to where it was.
    assert page.url.endswith(pages["lesson"])
    learner.mark_done()
    assert page.url.endswith(pages["next_lesson"])
    assert done_steps(enrolment, stored) == 1
    page.goto(pages["front"])
    learner.click(learner.next_action)
    assert page.url.endswith(pages["next_lesson"])

    # Answers the section's questions, one with its receipt kept over a reload.
    learner.mark_done()
    learner.mark_done()
    assert page.url.endswith(pages["quiz"])
    learner.start_quiz()
    keys = right_keys(learner.response())
    learner.choose(keys)
    page.reload()
    assert all(page.is_checked(f'[name=choice][value="{key}"]') for key in keys)
    learner.answer_all()
    learner.submit()
    assert page.url.endswith("/tulos/")
    assert learner.said("Passed") in page.text_content("h1")
    assert done_steps(enrolment, stored) == 4

    # Passes the exam; the very next page has the certificate.
    page.goto(pages["course"])
    learner.follow(pages["exam"])
    attempt_id = learner.start_quiz()
    learner.answer_all()
    learner.submit()
    attempt = Attempt.objects.using(stored).get(pk=attempt_id)
    assert attempt.passed
    assert attempt.responses.count() == 20
    assert page.url.endswith(reverse_in(language, "courses:completed", enrolment.pk))
    certificate = Certificate.objects.using(stored).get(completion__enrolment=enrolment)
    with page.expect_download() as download:
        page.click(f'main a[href$="/{certificate.number}.pdf"]')
    assert download.value.path().read_bytes().startswith(b"%PDF-")

    # A stranger types its code from the paper.
    stranger = open_page(f"/todistus/?lang={language}", **looks)
    stranger.fill("[name=code]", certificate.grouped_code.lower())
    with stranger.expect_navigation():
        stranger.press("[name=code]", "Enter")
    assert stranger.text_content("#holder") == f"{GIVEN_NAMES} {SURNAME}"
    assert learner.said("Valid") in stranger.text_content(".proof__sheet")
    assert learner.email not in stranger.content()


def done_steps(enrolment, stored) -> int:
    return (
        StepProgress.objects.using(stored)
        .filter(enrolment=enrolment, completed_at__isnull=False)
        .count()
    )


def reverse_in(language, name, *args) -> str:
    with override(language):
        return reverse(name, args=args)

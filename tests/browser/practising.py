"""A learner with an open attempt at a question of every type, made in the served demo."""

import json

from courses.models import CourseStep, Enrolment
from quizzes.attempts.starting import start_attempt
from quizzes.quiz.models import QuizPage
from tests.browser.people import session
from tests.browser.served import Site

MARK = "practice: "


def prepare(site: Site) -> dict[str, object]:
    """Begin the attempt; return the session of its learner, and the place of each type."""
    printed = site.manage(
        "shell", "--no-imports", "-c", "from tests.browser.practising import make; make()"
    )
    line = next(line for line in printed.splitlines() if line.startswith(MARK))
    return json.loads(line.removeprefix(MARK))


def make() -> None:
    """Begin an attempt at the demo's practice quiz, and print the facts."""
    page = QuizPage.objects.get(quiz__name="Harjoitus: Kysymystyypit", locale__language_code="fi")
    step = CourseStep.objects.get(key=page.translation_key)
    enrolment = Enrolment.objects.active().filter(run__course=step.course).first()
    attempt = start_attempt(enrolment=enrolment, step=step, quiz=page.quiz, language="fi")
    responses = attempt.responses.select_related("question_version")
    facts = {
        "session": session(enrolment.learner),
        "attempt": attempt.pk,
        "places": {
            response.question_version.content["kind"]: response.position for response in responses
        },
    }
    print(f"{MARK}{json.dumps(facts)}")

"""Two people at once, with real threads and real commits."""

import threading
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from quizzes.assessing.checking import differences
from quizzes.assessing.files import handed_in
from quizzes.assessing.marking import Given, MarkedMeanwhileError, give_mark
from quizzes.assessing.models import Regrade, ResponseFile
from quizzes.assessing.regrading import StillApplyingError, apply_regrade, start_regrade
from quizzes.assessing.treating import By, Treatment
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt
from quizzes.attempts.saving import save_answer
from quizzes.attempts.submitting import submit_attempt
from tests.factories.accounts import AdministratorFactory
from tests.factories.assessing import attempt_of, choice_version, essay_version, submitted

pytestmark = pytest.mark.django_db(transaction=True)
ESSAY = {"text": "Vastaus", "files": []}


def at_once(*works):
    """Do all of it at the same moment; returns each result, or what it raised."""
    gate = threading.Barrier(len(works))
    results = [None] * len(works)

    def run(index, work):
        gate.wait()
        try:
            results[index] = work()
        except Exception as error:  # looked at by the test
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, work)) for index, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def marking(response, mark):
    grader = AdministratorFactory()
    return lambda: give_mark(
        grader=grader, response_id=response.pk, given=Given(Decimal(mark)), based_on=0
    )


def deciding(version, by=By.FULL, **fields):
    editor = AdministratorFactory()
    return lambda: start_regrade(
        editor=editor,
        question_key=version.question_key,
        treatment=Treatment(by, versions=(str(version.pk),), **fields),
        reason="Kysymys oli viallinen.",
    )


def test_two_graders_at_once_are_one_mark_and_one_told():
    attempt = submitted([essay_version()], [ESSAY])
    response = attempt.responses.get()

    results = at_once(marking(response, "0.25"), marking(response, "0.75"))

    event = GradeEvent.objects.get()
    told = [result for result in results if isinstance(result, MarkedMeanwhileError)]
    assert [error.event for error in told] == [event]
    response.refresh_from_db()
    assert response.mark == event.mark


def test_marking_and_correcting_at_once_agree_on_the_result():
    flawed = choice_version({"a": "1", "b": "0"})
    attempts = [submitted([flawed, essay_version()], [{"options": ["b"]}, ESSAY]) for _ in range(3)]
    essays = [attempt.responses.get(position=2) for attempt in attempts]

    results = at_once(*[marking(essay, "0.5") for essay in essays], deciding(flawed))

    assert not [result for result in results if isinstance(result, Exception)]
    for attempt in attempts:
        attempt.refresh_from_db()
        assert (attempt.state, attempt.percent) == ("graded", 75)
    assert list(differences()) == []


def test_a_correction_applied_twice_at_once_is_one():
    flawed = choice_version({"a": "1", "b": "0"})
    for _ in range(5):
        submitted([flawed], [{"options": ["b"]}])
    deciding(flawed)()
    GradeEvent.objects.filter(origin="regrade").delete()
    regrade = Regrade.objects.get()
    for attempt in Attempt.objects.all():
        attempt.responses.update(mark=0, fraction=0, state="wrong")
    Attempt.objects.update(score=0, percent=0, passed=False)

    at_once(*[lambda: apply_regrade({"regrade": regrade.pk})] * 3)

    assert GradeEvent.objects.filter(origin="regrade").count() == 5
    assert list(differences()) == []


def test_two_editors_at_once_decide_once():
    flawed = choice_version({"a": "1", "b": "0"})
    submitted([flawed], [{"options": ["b"]}])

    results = at_once(deciding(flawed), deciding(flawed))

    refused = [result for result in results if isinstance(result, StillApplyingError)]
    assert Regrade.objects.count() + len(refused) == 2
    assert list(differences()) == []


def test_submitting_while_a_correction_is_applied_is_corrected_all_the_same():
    flawed = choice_version({"a": "1", "b": "0"})
    attempts = [attempt_of([flawed]) for _ in range(4)]
    for attempt in attempts:
        attempt.responses.update(answer={"options": ["b"]}, state="answered", language="fi")

    results = at_once(
        *[lambda attempt=attempt: submit_attempt(attempt) for attempt in attempts],
        deciding(flawed, By.GRANT, options=("b",)),
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert set(Attempt.objects.values_list("state", "percent")) == {("graded", 100)}
    assert list(differences()) == []


def test_the_same_file_sent_twice_at_once_is_stored_once(monkeypatch, tmp_path):
    storage = ResponseFile._meta.get_field("file").storage
    monkeypatch.setitem(storage.__dict__, "base_location", tmp_path)
    monkeypatch.setitem(storage.__dict__, "location", str(tmp_path))
    attempt = attempt_of([essay_version()])
    learner = attempt.enrolment.learner
    key = uuid4()

    def save():
        sent = {"text": ["Teksti"]}
        upload = SimpleUploadedFile("a.txt", b"sisalto")
        with handed_in(
            learner=learner, attempt_id=attempt.pk, position=1, sent=sent, files=[upload]
        ) as fields:
            return save_answer(
                learner=learner,
                attempt_id=attempt.pk,
                position=1,
                sent=fields,
                key=key,
                based_on=0,
                language="fi",
            )

    results = at_once(*[save] * 4)

    assert not [result for result in results if isinstance(result, Exception)], results
    file = ResponseFile.objects.get()
    assert attempt.responses.get().answer["files"] == [str(file.pk)]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [str(file.pk)]

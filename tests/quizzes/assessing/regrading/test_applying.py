"""Correcting marks after the fact: rehearsed, applied once, and never against a pass unasked."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from courses.progress.models import StepProgress
from home import outbox
from quizzes.assessing.checking import differences
from quizzes.assessing.marking import Given, give_mark
from quizzes.assessing.models import Regrade
from quizzes.assessing.planning import Correction, Outcome, rehearse
from quizzes.assessing.regrading import StillApplyingError, apply_regrade, start_regrade
from quizzes.assessing.treating import By, Treatment
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, Response
from tests.factories.assessing import attempt_of, essay_version, submitted
from tests.quizzes.assessing.regrading.conftest import A, B, result

pytestmark = pytest.mark.django_db


def correction(flawed, newer, **fields):
    return Correction(Treatment(By.VERSION, versions=(str(flawed.pk),)), newer.content, **fields)


def snapshot():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Attempt, Response, GradeEvent, Regrade, StepProgress)
    ]


# --- rehearsing -----------------------------------------------------------------------------


def test_a_rehearsal_shows_old_and_new_and_writes_nothing(flawed, newer, other):
    up = submitted([flawed, other], [B, A])
    down = submitted([flawed, other], [A, B], pass_percent=80)
    passed = submitted([flawed, other], [A, A])
    same = submitted([flawed, other], [None, A])
    before = snapshot()

    changes = {change.attempt.pk: change for change in rehearse(correction(flawed, newer))}

    def seen(attempt):
        change = changes[attempt.pk]
        new = change.result and (change.result.percent, change.result.passed)
        return change.outcome, change.response.mark, change.new_mark, new

    assert seen(up) == (Outcome.CHANGED, 0, 1, (100, True))
    assert seen(down) == (Outcome.CHANGED, 1, 0, (0, False))
    assert seen(passed) == (Outcome.KEPT, 1, 0, (50, False))
    assert seen(same) == (Outcome.SAME, 0, 0, None)
    assert changes[up.pk].gains_pass
    assert changes[passed.pk].loses_pass
    assert snapshot() == before


def test_attempts_under_way_and_other_questions_are_not_rehearsed(flawed, newer, other):
    attempt_of([flawed])
    submitted([other], [A])

    assert list(rehearse(correction(flawed, newer))) == []


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_rehearsal(flawed, newer, other, count_queries, count):
    for _ in range(count):
        submitted([flawed, other], [B, A])
    asked = correction(flawed, newer)

    with count_queries(5):
        assert len(list(rehearse(asked))) == count


# --- applying -------------------------------------------------------------------------------


def test_applying_gives_new_marks_and_completes_the_step(regrade, flawed, other):
    attempt = submitted([flawed, other], [B, A])
    assert result(attempt) == (50, False)

    decided = regrade()

    assert result(attempt) == (100, True)
    event = attempt.responses.get(position=1).grade_events.order_by("pk").last()
    assert (event.origin, event.regrade, event.mark, event.reason) == (
        "regrade", decided, 1, "Avain oli väärin.",
    )  # fmt: skip
    assert attempt.responses.get(position=2).grade_events.count() == 1
    assert StepProgress.objects.get(completed_at__isnull=False).enrolment == attempt.enrolment
    assert list(differences()) == []


def test_a_passed_result_is_never_lowered_unasked(regrade, flawed, other):
    loses = submitted([flawed, other], [A, A])
    falls = submitted([flawed, other], [A, A], pass_percent=50)
    before = [(result(attempt)) for attempt in (loses, falls)]

    regrade()

    assert [(result(attempt)) for attempt in (loses, falls)] == before
    assert not GradeEvent.objects.filter(origin="regrade").exists()
    assert list(differences()) == []


def test_a_named_person_may_lower_a_pass_and_no_completion_is_undone(regrade, flawed, other):
    attempt = submitted([flawed, other], [A, A])
    done = StepProgress.objects.create(
        enrolment=attempt.enrolment,
        step=attempt.step,
        opened_at=timezone.now(),
        completed_at=timezone.now(),
    )

    decided = regrade(may_lower=True)

    assert decided.lowered_by == decided.applied_by
    assert result(attempt) == (50, False)
    assert StepProgress.objects.get(pk=done.pk).completed_at is not None
    assert list(differences()) == []


def test_a_result_that_was_not_passed_may_fall(regrade, flawed, other):
    attempt = submitted([flawed, other], [A, B])

    regrade()

    assert result(attempt) == (0, False)


def test_applying_twice_changes_nothing_more(regrade, flawed, other):
    submitted([flawed, other], [B, A])
    submitted([flawed, other], [A, A])
    decided = regrade()
    before = snapshot()

    apply_regrade({"regrade": decided.pk})

    assert snapshot() == before


def mark_by_hand(attempt, grader, mark):
    """Give the first answer another mark than it got by itself."""
    response = attempt.responses.get(position=1)
    give_mark(
        grader=grader,
        response_id=response.pk,
        given=Given(Decimal(mark)),
        based_on=response.grade_events.get().pk,
        reason="Perustelu kelpaa osin.",
    )


def test_a_later_mark_by_a_person_survives_a_repeated_application(regrade, editor, flawed, other):
    attempt = submitted([flawed, other], [None, A])
    decided = regrade()
    mark_by_hand(attempt, editor, "0.5")

    apply_regrade({"regrade": decided.pk})

    assert attempt.responses.get(position=1).mark == Decimal("0.5")


def test_the_next_correction_waits_for_the_one_before(regrade, flawed):
    regrade(run=False)

    with pytest.raises(StillApplyingError):
        regrade()

    assert Regrade.objects.count() == 1


def test_broken_off_half_way_it_goes_on_where_it_was(regrade, flawed, other, monkeypatch):
    attempts = [submitted([flawed, other], [B, A]) for _ in range(3)]
    monkeypatch.setattr("quizzes.assessing.planning.CHUNK", 1)
    from quizzes.assessing import regrading

    real, calls = regrading.apply_chunk, []

    def killed_at_the_second(*args):
        calls.append(args)
        if len(calls) == 2:
            raise SystemError("killed")
        return real(*args)

    monkeypatch.setattr(regrading, "apply_chunk", killed_at_the_second)
    decided = regrade()
    assert [result(attempt)[1] for attempt in attempts] == [True, False, False]

    entry = outbox.OutboxEntry.objects.get(key=f"quizzes.regrade:{decided.pk}")
    outbox.run_due(entry.next_try_at)
    outbox.OutboxEntry.objects.filter(pk=entry.pk).update(next_try_at=timezone.now())
    outbox.run_due(timezone.now())

    assert [result(attempt)[1] for attempt in attempts] == [True, True, True]
    assert GradeEvent.objects.filter(origin="regrade").count() == 3


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_chunk(regrade, flawed, newer, other, count_queries, count):
    from quizzes.assessing.planning import contents_of
    from quizzes.assessing.regrading import apply_chunk, correction_of

    # Passed before: a new pass costs the queries of its completed step.
    for _ in range(count):
        submitted([flawed, other], [B, A], pass_percent=0)
    keys = list(Response.objects.filter(question_version=flawed).values_list("pk", flat=True))
    decided = regrade(run=False)
    asked, contents = correction_of(decided), contents_of([str(flawed.pk)])

    with count_queries(12):
        assert len(apply_chunk(decided, asked, contents, keys)) == count


def test_what_a_person_gave_stands_but_for_full_marks(regrade, editor, flawed, other):
    attempt = submitted([flawed, other], [B, B])
    mark_by_hand(attempt, editor, "0.25")

    regrade()
    assert attempt.responses.get(position=1).mark == Decimal("0.25")

    regrade(by=By.FULL)
    assert attempt.responses.get(position=1).mark == 1
    assert list(differences()) == []


def test_full_marks_for_an_essay_that_waits_settle_the_attempt(
    editor, django_capture_on_commit_callbacks
):
    essay = essay_version()
    attempt = submitted([essay], [{"text": "Vastaus", "files": []}])

    with django_capture_on_commit_callbacks(execute=True):
        start_regrade(
            editor=editor,
            question_key=essay.question_key,
            treatment=Treatment(By.FULL, versions=(str(essay.pk),)),
            reason="Kysymys oli mahdoton.",
        )

    assert result(attempt) == (100, True)
    assert StepProgress.objects.filter(completed_at__isnull=False).count() == 1


def test_an_answer_in_swedish_is_graded_by_swedish_words(
    editor, django_capture_on_commit_callbacks
):
    from tests.factories.assessing import frozen

    def words(pattern):
        answers = [{"type": "item", "id": "k", "value": {"pattern": pattern, "fraction": "1"}}]
        return {"answers": answers}

    key = uuid4()
    flawed = frozen("short_answer", words("Kela"), key=key, sv=words("FPA"))
    newer = frozen("short_answer", words("Kela"), key=key, sv=words("Folk*"))
    answer = {"text": "Folkpensionsanstalten"}
    swedish = submitted([flawed], [answer], language="sv")
    finnish = submitted([flawed], [answer])

    with django_capture_on_commit_callbacks(execute=True):
        start_regrade(
            editor=editor,
            question_key=key,
            treatment=Treatment(By.VERSION, versions=(str(flawed.pk),)),
            version=newer,
            reason="Svenska svaret.",
        )

    assert result(swedish) == (100, True)
    assert result(finnish) == (0, False)

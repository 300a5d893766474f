"""Stored marks equal what grading anew gives."""

import pytest
from django.core.management import CommandError, call_command

from quizzes.assessing.checking import differences
from quizzes.attempts.history import GradeEvent
from quizzes.attempts.models import Attempt, Response
from tests.factories.assessing import essay_version, submitted
from tests.quizzes.assessing.regrading.conftest import A, B

pytestmark = pytest.mark.django_db


def test_check_marks_is_silent_where_all_is_right(regrade, flawed, other, capsys):
    submitted([flawed, other], [B, A])
    submitted([flawed, other, essay_version()], [A, None, {"text": "x", "files": []}])
    regrade()

    call_command("check_marks")

    assert "Every stored score" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(lambda a: _set(Response, a, mark=0, fraction=0), "mark", id="mark"),
        pytest.param(lambda a: _set(Response, a, state="wrong"), "state", id="state"),
        pytest.param(lambda a: _set(Response, a, answer=B), "mark", id="answer"),
        pytest.param(
            lambda a: Attempt.objects.filter(pk=a.pk).update(score=0, percent=0), "result",
            id="result",
        ),
        pytest.param(
            lambda a: Attempt.objects.filter(pk=a.pk).update(passed=False), "result", id="passed"
        ),
        pytest.param(
            lambda a: GradeEvent.objects.filter(response__attempt=a).delete(), "mark", id="event"
        ),
    ],
)  # fmt: skip
def test_check_marks_names_what_differs(flawed, other, change, named, capsys):
    sound = submitted([flawed, other], [A, B])
    attempt = submitted([flawed, other], [A, A])
    change(attempt)

    with pytest.raises(CommandError):
        call_command("check_marks")

    said = capsys.readouterr().out
    assert f"attempt {attempt.pk}" in said
    assert named in said
    assert f"attempt {sound.pk}" not in said


def _set(model, attempt, **values):
    model.objects.filter(attempt=attempt, position=1).update(**values)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_check(flawed, other, count_queries, count):
    for _ in range(count):
        submitted([flawed, other], [A, A])

    with count_queries(5):
        assert list(differences()) == []

"""Large files of questions: imported by a task, once and whole, and read once for many pages."""

import contextlib

import pytest
from django.urls import reverse
from django.utils import timezone

from home import outbox
from quizzes.banks.models import Question, QuestionBank
from quizzes.exchange import committing, uploading
from quizzes.exchange.models import QuestionImport
from quizzes.exchange.reading import read
from tests.quizzes.exchange.moodle import question as xml
from tests.quizzes.exchange.moodle import quiz
from tests.quizzes.exchange.test_admin import editor, sent  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
LARGE = "\n\n".join(f"Kysymys {number}?{{T}}" for number in range(uploading.AT_ONCE + 1))


def run_tasks():
    return outbox.run_due(timezone.now())


@pytest.fixture
def asked(client, editor):  # noqa: F811 - the fixture
    """Where the result of a large file will be, its import just asked for."""
    return client.post(sent(client, LARGE).url).url


def test_a_small_file_is_imported_at_once(client, editor):  # noqa: F811
    small = LARGE.rpartition("\n\n")[0]
    client.post(sent(client, small).url)

    assert Question.objects.count() == uploading.AT_ONCE
    assert not outbox.OutboxEntry.objects.exists()


def test_a_large_file_is_imported_by_a_task(client, asked):
    waiting = client.get(asked)
    assert '<p role="status">' in waiting.text
    assert "counts" not in waiting.context
    assert not Question.objects.exists()

    assert run_tasks() == 1

    result = client.get(asked)
    assert result.context["counts"]["added"] == uploading.AT_ONCE + 1
    assert Question.objects.count() == uploading.AT_ONCE + 1
    assert Question.objects.first().latest_revision.user == QuestionImport.objects.get().created_by


def test_running_the_task_again_and_asking_again_change_nothing(client, asked):
    kept = QuestionImport.objects.get()
    run_tasks()
    uploading.carry_out({"upload": kept.pk, "language": "fi"})
    client.post(reverse("question_files:dry_run", args=[kept.pk]))

    assert Question.objects.count() == uploading.AT_ONCE + 1
    assert outbox.OutboxEntry.objects.count() == 1
    kept.delete()
    uploading.carry_out({"upload": kept.pk, "language": "fi"})


@pytest.mark.parametrize("end", [ValueError("The disk is full"), SystemExit()])
def test_a_task_that_ends_half_way_has_written_nothing(client, asked, monkeypatch, end):
    def broken(*arguments):
        raise end

    with monkeypatch.context() as patch:
        patch.setattr(committing, "_keep_revisions", broken)
        with contextlib.suppress(SystemExit):
            run_tasks()

    assert not Question.objects.exists()
    assert not QuestionBank.objects.exists()
    page = client.get(asked)
    assert ("The disk is full" in page.text) == isinstance(end, ValueError)

    # As if the wait, or the lease of the killed one, were over.
    outbox.OutboxEntry.objects.update(next_try_at=timezone.now())
    assert run_tasks() == 1
    assert Question.objects.count() == uploading.AT_ONCE + 1
    assert "The disk is full" not in client.get(asked).text


def test_nothing_asked_for_has_no_result(client, editor):  # noqa: F811
    sent(client, LARGE)

    page = reverse("question_files:result", args=[QuestionImport.objects.get().pk])
    assert client.get(page).status_code == 404


def test_a_file_is_read_once_for_all_its_pages(client, editor, monkeypatch):  # noqa: F811
    read_files = []

    def counted(content, **options):
        read_files.append(len(content))
        return read(content, **options)

    text = f"{LARGE}\n\n// {'x' * 5_000_000}\n"
    url = sent(client, text).url
    monkeypatch.setattr(uploading, "read", counted)
    for page in (1, 2, 3):
        client.get(f"{url}?p={page}")

    assert len(read_files) == 1


def test_a_page_says_of_its_own_questions_what_keeps_them_from_being_published(
    client,
    editor,  # noqa: F811
):
    text = "\n\n".join(f"[html]Katso {number}{{T}}" for number in range(30)) + "\n\n{=a}"
    url = sent(client, text, publish="yes").url

    first, second = (client.get(f"{url}?p={page}") for page in (1, 2))
    assert not any(entry.changes for entry in first.context["entries"])
    assert [bool(entry.changes) for entry in second.context["entries"]] == [False] * 10 + [True]


@pytest.mark.parametrize(
    ("answers", "most"),
    [
        pytest.param("=a " + "~b " * 500, 500, id="options"),
        pytest.param("=a " * 501, 500, id="short answers"),
        pytest.param("=a -> b " * 201, 200, id="pairs"),
    ],
)
def test_more_parts_than_a_page_can_show_are_refused(answers, most):
    reading = read(f"Q{{{answers}}}\n\nToinen{{T}}".encode())

    assert [refused.reason.values["most"] for refused in reading.refused] == [most]
    assert len(reading.accepted) == 1


def test_more_alternatives_in_a_gap_than_a_page_can_show_are_refused():
    gap = "{1:MC:=a" + "~b" * 500 + "}"
    (refused,) = read(quiz(xml("cloze", stem=gap)).encode()).refused

    assert (refused.kind, refused.reason.code) == ("cloze", "too_many_parts")

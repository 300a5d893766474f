"""manage.py import_questions and export_questions."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from quizzes.banks.models import Question, QuestionBank

pytestmark = pytest.mark.django_db

FILE = """// [id:TT-1] [tag:koe]
::Kumpi::2 + 2 \\= 4?{T#Ei.#Juuri niin.}

Rikki {=a

Luku?{#3,5}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "kysymykset.gift"
    path.write_text(FILE, encoding="utf-8")
    return path


def imported(path, *options, **fields):
    out = io.StringIO()
    call_command("import_questions", str(path), "--bank", "Koe", *options, stdout=out, **fields)
    return out.getvalue()


def exported(form, bank="Koe"):
    out, err = io.StringIO(), io.StringIO()
    call_command("export_questions", "--bank", bank, "--format", form, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_json_says_what_became_of_each_question(file):
    with override("en"):
        told = json.loads(imported(file, "--json"))

    assert told == {
        "format": "gift",
        "accepted": [
            {"line": 2, "name": "Kumpi", "kind": "true_false"},
            {"line": 6, "name": "Luku?", "kind": "numerical"},
        ],
        "changed": [
            {
                "line": 6,
                "name": "Luku?",
                "what": "“3,5” was read as a number with a decimal comma.",
            }
        ],
        "refused": [
            {
                "line": 4,
                "name": "Rikki {=a",
                "kind": "unknown",
                "reason": "A “{” has no “}”. Is there a blank line between them? "
                "A brace that is part of the text is written \\{.",
            }
        ],
    }
    assert set(Question.objects.values_list("bank__name", "code", "kind", "live")) == {
        ("Koe", "TT-1", "true_false", False),
        ("Koe", Question.objects.get(kind="numerical").code, "numerical", False),
    }


def test_a_dry_run_names_the_bank_and_writes_nothing(file, django_assert_max_num_queries):
    with django_assert_max_num_queries(5) as queries:
        told = json.loads(imported(file, "--json", "--dry-run"))

    assert len(told["accepted"]) == 2
    assert not QuestionBank.objects.exists()
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_what_is_fit_is_published_when_asked(file):
    imported(file, "--publish")

    assert Question.objects.filter(live=True).count() == 2
    question = Question.objects.get(code="TT-1")
    assert question.live_revision == question.latest_revision
    assert list(question.tags.names()) == ["koe"]


@pytest.mark.parametrize(
    ("content", "options"),
    [
        pytest.param(b"", (), id="an empty file"),
        pytest.param(b"<quiz>", (), id="half a file"),
        pytest.param(b"PK\x03\x04", (), id="an archive"),
        pytest.param(b"Just a letter to somebody.", (), id="no format"),
        pytest.param(b"2{T}", ("--format", "moodle-xml"), id="another format than said"),
        pytest.param(b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz/>', (), id="an entity"),
        pytest.param(None, (), id="no file"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_message(tmp_path, capsys, content, options):
    path = tmp_path / "f"
    if content is not None:
        path.write_bytes(content)
    out = io.StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("import_questions", str(path), "--bank", "Koe", "--json", *options, stdout=out)
    assert stopped.value.code == 1
    assert list(json.loads(out.getvalue())) == ["error"]
    with pytest.raises(CommandError, match="."):
        imported(path, *options)
    assert not QuestionBank.objects.exists()


def test_what_is_exported_comes_back_the_same(file):
    imported(file)
    for form in ("gift", "moodle-xml"):
        text, lost = exported(form)
        file.write_text(text, encoding="utf-8")
        out = io.StringIO()
        call_command("import_questions", str(file), "--bank", f"Koe {form}", stdout=out)

        assert lost == ""
        assert exported(form, f"Koe {form}") == (text, "")


def test_the_file_is_written_whole_or_not_at_all(file, tmp_path):
    imported(file)
    call_command(
        "export_questions", "--bank", "Koe", "--format", "gift", "--output", tmp_path / "a"
    )

    assert (tmp_path / "a").read_text(encoding="utf-8") == exported("gift")[0]
    with pytest.raises(CommandError, match="."):
        call_command(
            "export_questions", "--bank", "Koe", "--format", "gift",
            "--output", str(tmp_path / "ei" / "ole"),
        )  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "kysymykset.gift"]


def test_a_bank_that_is_not_there_is_not_exported():
    with pytest.raises(CommandError, match="Ei ole"):
        exported("gift", "Ei ole")


@pytest.mark.parametrize("name", ["", " ", "x" * 151, "a\nb"])
def test_a_name_that_no_bank_can_have_is_refused(file, name):
    with pytest.raises(CommandError, match="150"):
        call_command("import_questions", str(file), "--bank", name)


def test_the_command_speaks_the_active_language(file):
    with override("en"):
        assert "accepted" in imported(file, "--dry-run")
    with override("fi"):
        assert "hylätty" in imported(file, "--dry-run")

"""A course goes out as a file and comes in again."""

import io
import json
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from courses.catalogue.models import Course
from courses.catalogue.requirements import StepRule
from courses.packages.contents import digest_of
from courses.packages.models import ImportedPart
from courses.packages.report import UnreadablePackageError
from courses.pages.models import CoursePage, LessonPage
from home.h5p.frames import frame_address
from home.h5p.models import H5PPackage
from home.pictures import CustomDocument, CustomImage
from quizzes.banks.models import Question, QuestionBank
from quizzes.quiz.models import Quiz
from tests.factories.courses import CourseFactory, catalogue
from tests.factories.home import publish
from tests.factories.quizzes import started
from tests.quizzes.packages.courses_with_all import (
    as_file,
    brought,
    everything,
    page,
    taken_away,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def changed_file(data, change, *, exported=True):
    """A file exported after a change of the course; without its digest, one that was edited."""
    before = zipfile.ZipFile(io.BytesIO(data))
    course, manifest = (json.loads(before.read(name)) for name in ("course.json", "manifest.json"))
    change(course)
    if exported:
        manifest["content"] = digest_of(course)
    written = {"course.json": course, "manifest.json": manifest}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            made = written.get(name)
            after.writestr(name, json.dumps(made).encode() if made else before.read(name))
    return target.getvalue()


def content(data):
    """What a file says; files of media are named anew where their names are taken."""
    return zipfile.ZipFile(io.BytesIO(data)).read("course.json")


def lesson_words(course, title):
    return next(one["words"] for one in course["pages"] if one["words"]["title"] == title)


class TestThereAndBack:
    def test_equals_letter_for_letter_and_its_quiz_can_be_taken(self):
        data = taken_away()
        report = brought(data, publish=True).report
        assert not report.refused
        assert content(as_file(Course.objects.get())) == content(data)
        quiz_page = page("Koe")
        assert quiz_page.live
        assert StepRule.objects.get().step.key == quiz_page.translation_key
        assert started(quiz_page).responses.count() == 3

    def test_pages_are_drafts_unless_they_shall_be_published(self):
        brought(taken_away())
        assert not LessonPage.objects.live().exists()
        assert not Question.objects.filter(live=True).exists()
        assert not Course.objects.get().steps.current().exists()

    def test_pointers_lead_to_what_is_here(self):
        brought(taken_away())
        raw = page("Sitten").body.raw_data
        assert f'linktype="page" id="{page("Ensin").pk}"' in raw[0]["value"]
        assert f'linktype="document" id="{CustomDocument.objects.get().pk}"' in raw[0]["value"]
        assert raw[1]["value"]["image"] == CustomImage.objects.get().pk
        assert raw[2]["value"]["exercise"] == H5PPackage.objects.get().pk
        assert frame_address(H5PPackage.objects.get(), "fi")

    def test_the_same_file_again_changes_nothing(self):
        data = taken_away()
        brought(data)
        rows = (LessonPage, Question, QuestionBank, Quiz, CustomImage, CustomDocument)
        before = [model.objects.count() for model in rows]
        revisions = page("Sitten").revisions.count()
        report = brought(data).report
        assert [model.objects.count() for model in rows] == before
        assert page("Sitten").revisions.count() == revisions
        assert {line.why for line in report.accepted} == {"It is here already; nothing changed."}
        assert not report.refused

    def test_where_it_was_made_nothing_changes_either(self):
        course = everything()
        report = brought(as_file(course)).report
        assert {line.why for line in report.accepted} == {"It is here already; nothing changed."}
        assert not report.refused

    def test_a_dry_run_tells_the_same_and_leaves_nothing(self, settings):
        data = taken_away()
        files = {path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()}
        told = brought(data, dry_run=True).report.as_json()
        assert not Course.objects.exists()
        assert not ImportedPart.objects.exists()
        after = {path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()}
        assert {path for path in after - files if "sqlite" not in path.name} == set()
        assert brought(data).report.as_json() == told


class TestANewerFile:
    def test_updates_what_nobody_touched_as_a_draft(self):
        data = taken_away()
        brought(data, publish=True)
        newer = changed_file(
            data, lambda course: lesson_words(course, "Ensin").update(summary="Uutta")
        )
        brought(newer)
        lesson = page("Ensin")
        assert lesson.live
        assert lesson.summary == ""
        assert lesson.get_latest_revision_as_object().summary == "Uutta"

    def test_writes_over_nothing_that_was_edited_here(self):
        data = taken_away()
        brought(data)
        lesson = page("Ensin")
        lesson.summary = "Meidän"
        publish(lesson)
        newer = changed_file(
            data, lambda course: lesson_words(course, "Ensin").update(summary="Uutta")
        )
        report = brought(newer).report
        assert page("Ensin").get_latest_revision_as_object().summary == "Meidän"
        assert [line.what for line in report.refused] == ["Lesson “Ensin” (fi)"]

    def test_puts_a_new_page_in_its_place(self):
        data = taken_away()
        brought(data)

        def add(course):
            pages = course["pages"]
            at = next(i for i, one in enumerate(pages) if one["words"]["title"] == "Sitten")
            new = json.loads(json.dumps(pages[at]))
            new["key"] = "00000000-0000-4000-8000-000000000001"
            new["words"] |= {"title": "Välissä", "slug": "valissa"}
            pages.insert(at, new)

        brought(changed_file(data, add))
        titles = list(page("Osio").get_children().order_by("path").values_list("title", flat=True))
        assert titles == ["Ensin", "Välissä", "Sitten", "Koe"]

    def test_names_the_pages_that_only_stand_here(self):
        data = taken_away()
        brought(data)

        def remove(course):
            course["pages"] = [
                one for one in course["pages"] if one["words"]["title"] not in {"Ensin"}
            ]

        report = brought(changed_file(data, remove)).report
        assert [line.what for line in report.changed if "stays" in line.why] == [
            "Lesson “Ensin” (fi)"
        ]

    def test_says_what_is_not_taken_as_it_stands(self):
        data = taken_away()
        code = brought(data).course.code

        def change(course):
            course["course"]["code"] = "MUU-9"
            lesson_words(course, "Sitten")["title"] = "Pitkä " * 60
            course["parts"]["snippets"] = [
                {"kind": "home.GlossaryTerm", "key": "x", "language": "fi", "words": {}},
                {"kind": "auth.User", "key": str(uuid4()), "language": "fi", "words": {}},
                {"kind": "home.GlossaryTerm", "key": str(uuid4()), "language": "xx", "words": {}},
                {"kind": "home.GlossaryTerm", "key": str(uuid4()), "language": "fi",
                 "words": {"term": "Uusi", "slug": "uusi", "review_by": "huomenna"}},
            ]  # fmt: skip
            course["parts"]["quizzes"]["banks"][0]["questions"].append("?")

        report = brought(changed_file(data, change)).report
        refused = {line.where: line.why for line in report.refused if "snippets" in line.where}
        assert refused == {
            "course.json: snippets[1]": "It is not of the form.",
            "course.json: snippets[2]": "It is not of the form.",
            "course.json: snippets[3]": "This installation has no content in this language.",
        }
        said = [line.why for line in report.changed]
        assert "A question that is not of the form was left out." in said
        assert any(why.startswith("A value of “review by” cannot be") for why in said)
        assert f"Its code stays {code}, as it is here." in said
        assert "A text longer than its field was cut." in said

    def test_one_that_was_edited_by_hand_is_refused(self):
        data = taken_away()

        def edit(course):
            course["course"]["code"] = "MUU-9"

        with pytest.raises(UnreadablePackageError, match="not the one that was exported"):
            brought(changed_file(data, edit, exported=False))
        assert not Course.objects.exists()


class TestAnotherInstallation:
    def test_a_code_that_is_taken_gets_a_number(self):
        data = taken_away()
        other = CourseFactory(code="KAIKKI-1")
        other_page = CoursePage(title="Toinen", course=other, summary="Toinen")
        catalogue().add_child(instance=other_page)
        result = brought(data)
        assert result.course.code == "KAIKKI-1-2"
        assert brought(data).course == result.course

    def test_names_of_banks_and_quizzes_that_are_taken_get_a_number(self):
        data = taken_away()
        Quiz.objects.create(name="Loppukoe")
        brought(data)
        brought(data)
        assert sorted(Quiz.objects.values_list("name", flat=True)) == ["Loppukoe", "Loppukoe (2)"]

    def test_foreign_markup_and_addresses_are_cleaned(self):
        data = taken_away()

        def poison(course):
            body = lesson_words(course, "Sitten")["body"]
            body[0]["value"] = '<p onclick="x()">Hei</p><script>alert(1)</script>'
            body.append({"type": "dance", "value": 1})
            body.append(
                {
                    "type": "sources",
                    "value": {"items": [{"title": "L", "url": "javascript:alert(1)"}]},
                }
            )

        report = brought(changed_file(data, poison)).report
        raw = page("Sitten").body.raw_data
        assert raw[0]["value"] == "<p>Hei</p>"
        assert [block["type"] for block in raw] == ["text", "picture", "exercise", "sources"]
        assert raw[3]["value"]["items"][0]["value"]["url"] == ""
        assert len({line.why for line in report.changed}) >= 3

    def test_one_fault_and_nothing_is_left(self, settings):
        data = taken_away()
        bad = changed_file(data, lambda course: course["course"].update(credits="-1"))
        with pytest.raises(UnreadablePackageError):
            brought(bad)
        assert not Course.objects.exists()
        assert not CustomImage.objects.exists()

    @pytest.mark.parametrize("name", ["manifest.json", "course.json"])
    @pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"pages": 1}', b"[" * 100_000])
    def test_what_is_not_of_the_form_is_refused_in_words(self, name, content):
        data = taken_away()
        before = zipfile.ZipFile(io.BytesIO(data))
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as after:
            for one in before.namelist():
                after.writestr(one, content if one == name else before.read(one))
        with pytest.raises(UnreadablePackageError):
            brought(target.getvalue())


class TestCommands:
    def test_write_and_read_a_file(self, tmp_path, capsys):
        everything()
        file = tmp_path / "course.zip"
        call_command("export_course", "KAIKKI-1", output=str(file))
        capsys.readouterr()
        call_command("import_course", str(file), "--dry-run", "--json")
        told = json.loads(capsys.readouterr().out)
        assert sorted(told) == ["accepted", "changed", "format", "refused"]
        assert told["format"] == "tyokykypolku-course"
        assert sorted(told["accepted"][0]) == ["what", "where", "why"]
        assert told["refused"] == []

    def test_say_what_is_wrong(self, tmp_path, capsys):
        with pytest.raises(CommandError):
            call_command("export_course", "EI-OLE", output=str(tmp_path / "x.zip"))
        bad = tmp_path / "bad.zip"
        bad.write_bytes(b"not an archive")
        with pytest.raises(CommandError, match="no course file"):
            call_command("import_course", str(bad))
        with pytest.raises(SystemExit):
            call_command("import_course", str(bad), "--json")
        told = json.loads(capsys.readouterr().out)
        assert [one["what"] for one in told["refused"]] == ["bad.zip"]

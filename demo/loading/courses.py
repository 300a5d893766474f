"""The courses: their rules, pages, lessons and translations."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from courses.models import (
    CataloguePage,
    Course,
    CoursePage,
    LessonPage,
    ModulePage,
    Programme,
    ProgrammeCourse,
    StudyField,
)
from demo.loading import activities, quizzes
from demo.loading.bodies import body, stream
from demo.loading.pages import put, put_translation, translate
from demo.loading.texts import COURSES, Text, lessons, modules, read, translated
from home.html import clean


@dataclass(frozen=True)
class Plan:
    """How a course of the demo is offered; its words are in its folder."""

    folder: str
    access: Course.Access
    opens_to_all_on: datetime.date | None = None


PLANS = (
    # First for the staff of two projects, then for everyone.
    Plan("tyokyvyn-tuki", Course.Access.INVITED, datetime.date(2026, 3, 1)),
    Plan("tyokykykoordinaattori-1", Course.Access.ENROL),
    Plan("tyokykykoordinaattori-2", Course.Access.ENROL),
    Plan("kouluttajakoulutus", Course.Access.INVITED),
)
TRANSLATED = ("sv", "en")
PROGRAMME = "TKK"
PROGRAMME_NAMES = {
    "fi": "Työkykykoordinaattorikoulutus",
    "sv": "Utbildning för arbetsförmågekoordinatorer",
    "en": "Training of work-ability coordinators",
}
PROGRAMME_COURSES = ("TKK1", "TKK2")


def load_courses(catalogue: CataloguePage) -> None:
    """Make the courses where they are missing."""
    for plan in PLANS:
        _load_course(catalogue, plan)
    programme, _ = Programme.objects.get_or_create(
        code=PROGRAMME, defaults={"names": PROGRAMME_NAMES}
    )
    for position, code in enumerate(PROGRAMME_COURSES, start=1):
        ProgrammeCourse.objects.get_or_create(
            programme=programme,
            course=Course.objects.get(code=code),
            defaults={"position": position},
        )


def _load_course(catalogue: CataloguePage, plan: Plan) -> None:
    folder = COURSES / plan.folder
    text = read(folder / "course.toml")
    course, _ = Course.objects.get_or_create(
        code=text["code"],
        defaults={
            "credits": Decimal(text["credits"]),
            "hours": text["hours"],
            "access": plan.access,
            "opens_to_all_on": plan.opens_to_all_on,
            "curriculum_version": "2026",
            "study_field": StudyField.HEALTH,
            "form": text["form"],
            "audiences": text["audiences"],
        },
    )
    page = put(
        catalogue,
        CoursePage,
        plan.folder,
        course=course,
        slug=text["slug"],
        review_by=text["review_by"],
        **_course_words(text),
    )
    for language in TRANSLATED:
        if words := translated(folder / "course.toml", language):
            slug = words.get("slug", text["slug"])
            put_translation(page, language, slug=slug, **_course_words(words))
    for module in modules(folder):
        _load_module(page, module)
    if (folder / "exam.toml").is_file():
        quizzes.load_exam(page, folder)


def _course_words(text: Text) -> dict[str, Any]:
    return {
        "title": text["title"],
        "summary": text["summary"],
        "audience": text.get("audience", ""),
        "introduction": clean(text.get("introduction", "")),
        "outcomes": stream("outcomes", [("outcome", words) for words in text["outcomes"]]),
    }


def _load_module(course_page: CoursePage, folder: Path) -> None:
    text = read(folder / "module.toml")
    name = f"{folder.parent.name}/{folder.name}"
    page = put(
        course_page,
        ModulePage,
        name,
        title=text["title"],
        slug=text["slug"],
        summary=text["summary"],
    )
    for language in TRANSLATED:
        if words := translated(folder / "module.toml", language):
            translate(page, language, partial(_reword, words=words))
    for file in lessons(folder):
        _load_lesson(page, file)
    if (folder / "quiz.toml").is_file():
        quizzes.load_section_quiz(page, folder / "quiz.toml")
    if (folder / "practice.toml").is_file():
        quizzes.load_practice_quiz(page, folder / "practice.toml")


def _load_lesson(module: ModulePage, file: Path) -> None:
    text = read(file)
    if "kind" in text:
        activities.load_activity(module, file, text)
        return
    name = str(file.relative_to(COURSES).with_suffix(""))
    page = put(
        module,
        LessonPage,
        name,
        title=text["title"],
        slug=text["slug"],
        summary=text["summary"],
        minutes=text["minutes"],
        review_by=text["review_by"],
        body=body(text["body"], name, "fi", text["body"]),
    )
    for language in TRANSLATED:
        if words := translated(file, language):
            blocks = body(words["body"], name, language, text["body"])
            translate(page, language, partial(_reword, words=words, body=blocks))


def _reword(twin: Any, words: Text, **fields: Any) -> None:
    told = {field: words[field] for field in ("title", "slug", "summary")}
    for field, value in (told | fields).items():
        setattr(twin, field, value)

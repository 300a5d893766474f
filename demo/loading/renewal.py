"""Certificates that expire, and what has changed in courses since they were earned."""

import datetime

from django.utils import timezone

from accounts.models import User
from certificates.models import CertificateTemplate
from courses.models import Course, CurriculumChange, LessonPage
from demo.accounts import account
from demo.loading.past import days_ago
from demo.loading.texts import CONTENT, Text, read
from home.words import SOURCE_LANGUAGE

# So few that the demo's learner may renew, and that somebody's certificate has expired.
MONTHS = 4


def load_template() -> None:
    """Have the certificates of the trainers' course expire; before anybody completes it."""
    course = Course.objects.get(code="KK-2026")
    CertificateTemplate.objects.get_or_create(
        course=course,
        defaults={"name": "Kouluttajakoulutus, määräaikainen", "valid_months": MONTHS},
    )


def load_changes() -> None:
    """Note what has changed in courses; nothing where something is noted already."""
    if CurriculumChange.objects.exists():
        return
    editor = User.objects.get(email=account("editor").email)
    for each in read(CONTENT / "changes.toml")["change"]:
        _note(each, editor)


def _note(each: Text, editor: User) -> None:
    course = Course.objects.get(code=each["course"])
    step = None
    if slug := each.get("lesson"):
        page = LessonPage.objects.get(slug=slug, locale__language_code=SOURCE_LANGUAGE)
        step = course.steps.get(key=page.translation_key)
    CurriculumChange.objects.create(
        course=course,
        changed_on=timezone.localdate() - datetime.timedelta(days=each["days_ago"]),
        noted_at=days_ago(each["days_ago"]),
        version=course.curriculum_version,
        summary_fi=each["fi"],
        summary_sv=each["sv"],
        summary_en=each["en"],
        step=step,
        noted_by=editor,
    )

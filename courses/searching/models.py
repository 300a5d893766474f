"""
The index: what can be found, the keys it is found by, and how far the index has come.

Nothing here is anybody's own: it is made from published pages and can be made again at any
time (`manage.py refresh_search --all`).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import Course, CourseStep
from home.stems import LONGEST_WORD


class SearchEntry(models.Model):
    """
    One page, term, card or question of the help in one language.

    `passages` are [block id, text] in the order of the page; the first one is its summary.
    `place` is a page's stored path (with the place of a question on it), or the end of a term's
    or card's address. `module` is the heading that it stands under. Entries of a course hold
    it; those of a step hold the step too, and open to whom the step opens.
    """

    class Kind(models.TextChoices):
        COURSE = "course", _("Course")
        LESSON = "lesson", _("Lesson")
        TASK = "task", _("Quiz or task")
        TERM = "term", _("Glossary term")
        CARD = "card", _("Service card")
        PAGE = "page", _("Page")
        HELP = "help", _("Question in the help")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.UUIDField()
    language = models.CharField(max_length=10)
    course = models.ForeignKey(Course, models.CASCADE, null=True, related_name="+")
    step = models.ForeignKey(CourseStep, models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=255)
    module = models.CharField(max_length=255, blank=True)
    place = models.CharField(max_length=1000)
    passages = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language"], name="courses_searchentry_once_a_language"
            ),
            models.CheckConstraint(
                condition=models.Q(step__isnull=True) | models.Q(course__isnull=False),
                name="courses_searchentry_step_has_course",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SearchKey(models.Model):
    """A key of the index (`home.stems`), once a language; the list is what typing is tried on."""

    language = models.CharField(max_length=10)
    key = models.CharField(max_length=LONGEST_WORD + 1)

    class Meta:
        verbose_name = _("search key")
        verbose_name_plural = _("search keys")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "key"], name="courses_searchkey_once_a_language"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class SearchHit(models.Model):
    """A key in an entry: how much it weighs there, and the passage where it weighs most."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="hits")
    key = models.ForeignKey(SearchKey, models.CASCADE, related_name="hits")
    weight = models.PositiveIntegerField()
    passage = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("search hit")
        verbose_name_plural = _("search hits")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "key"], name="courses_searchhit_once_an_entry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_id} · {self.entry_id}"


class SearchMark(models.Model):
    """How far the index of one part (a course, the terms, …) has come."""

    part = models.CharField(max_length=60, primary_key=True)
    mark = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("search mark")
        verbose_name_plural = _("search marks")

    def __str__(self) -> str:
        return self.part

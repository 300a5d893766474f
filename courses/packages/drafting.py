"""Pages of a course that comes from another system: what each has, in the shape of a file."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.packages.contents import Contents, Json, PageItem
from courses.packages.passages import Block, minutes_of, plain_words
from courses.packages.report import Report
from home.words import SOURCE_LANGUAGE

LONGEST_TITLE = 200
LONGEST_CODE = 40
# A course of another system says neither credits nor hours.
CREDITS, HOURS = "1", 27


def key_of(*names: str) -> str:
    """
    Return the key of a thing of another system, the same each time its file comes.

    >>> key_of("moodle", "a", "1") == key_of("moodle", "a", "1") != key_of("moodle", "a", "2")
    True
    """
    return str(uuid5(NAMESPACE_URL, ":".join(names)))


def tidy_title(title: str, otherwise: str) -> str:
    """
    Return a title on one line.

    >>> tidy_title(" Osa\\n 1 ", "–"), tidy_title("", "–")
    ('Osa 1', '–')
    """
    return " ".join(title.replace("\0", "").split())[:LONGEST_TITLE] or otherwise


class Draft:
    """
    A course as it is read: first its page, then modules, then what stands in them.

    Everything becomes a draft in Finnish, the language that gives a course its structure.
    """

    def __init__(
        self, form: str, *, key: str, code: str, title: str, summary: str, language: str
    ) -> None:
        self.title = title = tidy_title(title, code)
        self.contents = Contents(Report(form), key, _course(code, title))
        self._add("courses.CoursePage", key, "", title, {"summary": summary}, form)
        self.report.change(
            title,
            form,
            _("Credits and hours are not in the file; it has %(credits)s op and %(hours)s h.")
            % {"credits": CREDITS, "hours": HOURS},
        )
        if language and not language.lower().startswith(SOURCE_LANGUAGE):
            self.report.change(
                title,
                form,
                _("It is in another language (%(language)s), and stands among Finnish pages.")
                % {"language": language[:20]},
            )

    @property
    def report(self) -> Report:
        """What is said on the file."""
        return self.contents.report

    def introduce(self, body: Sequence[Block]) -> None:
        """Give the course's page the text of which its one sentence is the beginning."""
        words = self.contents.pages[0].words
        text = "".join(block["value"] for block in body if block["type"] == "text")
        if plain_words(text) != words["summary"]:
            words["introduction"] = text
        if any(block["type"] != "text" for block in body):
            self.report.change(
                self.title, "", _("Only the text of its description was taken to its page.")
            )

    def module(self, key: str, title: str, summary: str, where: str) -> None:
        """Add a module; what follows stands in it."""
        self._module = key
        self._add("courses.ModulePage", key, self.contents.key, title, {"summary": summary}, where)

    def lesson(
        self, key: str, title: str, body: Sequence[Block], where: str, *, required: bool = False
    ) -> None:
        """Add a lesson to the module."""
        words = {"body": list(body), "minutes": minutes_of(list(body)), "required": required}
        self._add("courses.LessonPage", key, self._module, title, words, where)

    def step(self, kind: str, key: str, title: str, words: Json, where: str) -> None:
        """Add another step to the module."""
        self._add(kind, key, self._module, title, words, where)

    def _add(self, kind: str, key: str, parent: str, title: str, words: Json, where: str) -> None:
        named = tidy_title(title, "–")
        if len(named) == LONGEST_TITLE:
            self.report.change(named, where, _("Its title was too long, and was cut."))
        self.contents.pages.append(
            PageItem(
                kind=kind,
                key=key,
                language=SOURCE_LANGUAGE,
                parent=parent,
                words={"title": named, "slug": slugify(named)[:100], **words},
                where=where,
            )
        )

    def finished(self) -> Contents:
        """Return the course without the modules that nothing stands in."""
        parents = {item.parent for item in self.contents.pages}
        empty = [
            item
            for item in self.contents.pages
            if item.kind == "courses.ModulePage" and item.key not in parents
        ]
        for item in empty:
            title = str(item.words["title"])
            self.report.change(title, item.where, _("Nothing stands in it; it was left out."))
        self.contents.pages = [item for item in self.contents.pages if item not in empty]
        return self.contents


def _course(code: str, title: str) -> Json:
    tidy = "-".join("".join(s if s.isalnum() or s in "-_." else " " for s in code).split())
    return {
        "code": (tidy or slugify(title).upper())[:LONGEST_CODE] or settings.WAGTAIL_SITE_NAME,
        "credits": CREDITS,
        "hours": HOURS,
        "scale": "pass_fail",
        "access": "enrol",
        "sequential": False,
        "asks_background": True,
        "curriculum_version": "1",
    }

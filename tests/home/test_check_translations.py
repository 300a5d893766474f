"""check_translations on small projects of its own, and on ours."""

import pytest
from django.core.management import CommandError, call_command

from home.management.commands.check_translations import faults, gather_strings, read_same

CODE = """
from django.utils.translation import gettext as _, ngettext
print(_("Course"), ngettext("%(n)s lesson", "%(n)s lessons", 2))
"""
TEMPLATE = "{% load i18n %}{% translate 'Quiz' %}"
HEADER = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)
LESSONS = 'msgid "%(n)s lesson"\nmsgid_plural "%(n)s lessons"\nmsgstr[0] "{0}"\nmsgstr[1] "{1}"\n'


def entry(source, translation):
    return f'\nmsgid "{source}"\nmsgstr "{translation}"\n'


FINNISH = (
    HEADER
    + entry("Course", "Kurssi")
    + entry("Quiz", "Koe")
    + "\n"
    + LESSONS.format("%(n)s oppitunti", "%(n)s oppituntia")
)
SWEDISH = (
    HEADER
    + entry("Course", "Kurs")
    + entry("Quiz", "Prov")
    + "\n"
    + LESSONS.format("%(n)s lektion", "%(n)s lektioner")
)


@pytest.fixture
def project(tmp_path):
    """A project of one module and one template, wholly translated."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "views.py").write_text(CODE)
    (tmp_path / "app" / "page.html").write_text(TEMPLATE)
    for language, text in {"fi": FINNISH, "sv": SWEDISH}.items():
        folder = tmp_path / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(text)
    return tmp_path


def write(project, language, text):
    (project / "locale" / language / "LC_MESSAGES" / "django.po").write_text(text)


def test_a_translated_project_has_no_faults(project):
    assert list(faults(project)) == []


def test_a_string_that_never_reached_the_po_files_is_found(project):
    (project / "app" / "new.py").write_text('_("A sentence written this morning")')

    assert list(faults(project)) == [
        "fi: 'A sentence written this morning' is not translated",
        "sv: 'A sentence written this morning' is not translated",
    ]


@pytest.mark.parametrize(
    ("finnish", "fault"),
    [
        pytest.param(FINNISH.replace('"Koe"', '""'), "fi: 'Quiz' is not translated", id="empty"),
        pytest.param(
            FINNISH.replace('msgid "Quiz"', '#, fuzzy\nmsgid "Quiz"'),
            "fi: 'Quiz' is fuzzy: a guess that nobody has confirmed",
            id="fuzzy",
        ),
        pytest.param(
            FINNISH.replace('"Koe"', '"Quiz"'),
            "fi: 'Quiz' reads as in English; if rightly so, add it to locale/same.toml",
            id="left as it was",
        ),
        pytest.param(
            FINNISH.replace('"%(n)s oppituntia"', '""'),
            "fi: '%(n)s lesson' is not translated",
            id="one plural form missing",
        ),
    ],
)
def test_a_fault_in_one_language_is_named(project, finnish, fault):
    write(project, "fi", finnish)

    assert list(faults(project)) == [fault]


def test_a_listed_string_may_stay_the_same(project):
    write(project, "fi", FINNISH.replace('"Koe"', '"Quiz"'))
    (project / "locale" / "same.toml").write_text(
        '[[same]]\nstring = "Quiz"\nlanguages = ["fi"]\nreason = "People say quiz."\n'
    )

    assert list(faults(project)) == []


def test_the_list_holds_nothing_needless(project):
    (project / "locale" / "same.toml").write_text(
        '[[same]]\nstring = "Quiz"\nlanguages = ["sv"]\nreason = "People say quiz."\n'
    )

    assert list(faults(project)) == ["sv: 'Quiz' is in locale/same.toml for nothing"]


def test_a_listed_string_needs_a_reason(project):
    listed = project / "locale" / "same.toml"
    listed.write_text('[[same]]\nstring = "Quiz"\nlanguages = ["fi"]\nreason = " "\n')

    with pytest.raises(CommandError, match="no reason for 'Quiz'"):
        read_same(listed)


def test_a_string_without_words_needs_no_translation(project):
    (project / "app" / "new.py").write_text('_("%(done)s / %(all)s")')
    gather_strings(project)
    for language in ("fi", "sv"):
        path = project / "locale" / language / "LC_MESSAGES" / "django.po"
        path.write_text(
            path.read_text().replace(
                'msgid "%(done)s / %(all)s"\nmsgstr ""',
                'msgid "%(done)s / %(all)s"\nmsgstr "%(done)s / %(all)s"',
            )
        )

    assert list(faults(project)) == []


def test_looking_changes_no_file(project):
    (project / "app" / "new.py").write_text('_("A sentence written this morning")')
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}

    list(faults(project))

    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_gathering_keeps_what_is_translated(project):
    (project / "app" / "new.py").write_text('_("A sentence written this morning")')

    gather_strings(project)

    finnish = (project / "locale" / "fi" / "LC_MESSAGES" / "django.po").read_text()
    assert "Kurssi" in finnish
    assert "A sentence written this morning" in finnish


def test_gathering_drops_what_the_code_no_longer_says(project):
    (project / "app" / "page.html").write_text("")

    gather_strings(project)

    finnish = (project / "locale" / "fi" / "LC_MESSAGES" / "django.po").read_text()
    assert "Kurssi" in finnish
    assert "Koe" not in finnish


def test_the_command_fails_and_names_the_faults(project, settings, capsys):
    settings.BASE_DIR = project
    write(project, "fi", FINNISH.replace('"Koe"', '""'))

    with pytest.raises(CommandError, match="translations: 1"):
        call_command("check_translations")

    assert capsys.readouterr().err == "fi: 'Quiz' is not translated\n"


def test_the_command_says_so_when_all_is_well(project, settings, capsys):
    settings.BASE_DIR = project

    call_command("check_translations")

    assert "Every interface string" in capsys.readouterr().out

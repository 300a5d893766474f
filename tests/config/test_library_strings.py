"""What libraries say to a learner is said in the learner's language."""

import re
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.apps import apps
from django.utils import translation

from accounts.forms import NewPasswordForm, SignInForm, SignUpForm
from accounts.models import User
from accounts.profile import ProfileForm
from certificates.verifying_forms import CodeForm, FileForm
from tests.environment import ROOT

CATALOGUES = [
    Path(django.__file__).parent / "conf/locale/fi/LC_MESSAGES/django.po",
    Path(django.__file__).parent / "contrib/auth/locale/fi/LC_MESSAGES/django.po",
    Path(allauth.__file__).parent / "locale/fi/LC_MESSAGES/django.po",
]
# English stands in every catalogue of Wagtail's, whatever is translated.
ADMIN_CATALOGUES = {
    domain: [
        path
        for app in apps.get_app_configs()
        if app.name.startswith("wagtail")
        and (path := Path(app.path) / f"locale/en/LC_MESSAGES/{domain}.po").exists()
    ]
    for domain in ("django", "djangojs")
}
# Keys for programs (no screen of ours), and names that only a developer reads.
NOT_MET = {
    "%(classname)s object (%(id)s)",
    "Dummy translator",
    "Last used",
    "Never",
    "No, don't revoke",
    "Revoke",
    "Yes, revoke",
    "created",
    "for content type",
    "group site permission",
    "group site permissions",
    "last used at",
    "object id",
    "revoked at",
    "workflow page",
    "workflow pages",
    "workflow task order",
    "workflow task orders",
    "workflow_tasks",
}
NOT_MET_WORDS = re.compile(r"\bAPI\b|\btoken\b|^Wagtail [\w ]+$", re.IGNORECASE)
# A few words that every English sentence of a form has one of.
ENGLISH = re.compile(r"\b(the|this|is|are|your?|enter|please|select|not|must|field|file)\b", re.I)


def said_in(paths):
    return {entry.msgid for path in paths for entry in polib.pofile(str(path))}


@pytest.mark.parametrize(
    ("ours", "domain", "theirs"),
    [
        ("config/library_strings.py", "django", CATALOGUES),
        ("config/admin_strings.py", "django", ADMIN_CATALOGUES["django"]),
        ("config/localize_strings.py", "django", ADMIN_CATALOGUES["django"]),
        ("config/admin_strings.js", "djangojs", ADMIN_CATALOGUES["djangojs"]),
    ],
)
def test_each_string_said_again_is_still_said_by_a_library(ours, domain, theirs):
    said_again = {
        entry.msgid
        for entry in polib.pofile(str(ROOT / f"locale/fi/LC_MESSAGES/{domain}.po"))
        if (ours, "") in entry.occurrences
    }

    assert said_again
    assert said_again - said_in(theirs) == set()


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_nothing_of_wagtails_admin_is_left_in_english(domain, language):
    """What neither Wagtail nor config/admin_strings.* says in the language."""
    english = ADMIN_CATALOGUES[domain]
    translated = {
        entry.msgid
        for path in (
            *(path.parents[2] / f"{language}/LC_MESSAGES/{domain}.po" for path in english),
            Path(django.__file__).parent / f"conf/locale/{language}/LC_MESSAGES/{domain}.po",
            ROOT / f"locale/{language}/LC_MESSAGES/{domain}.po",
        )
        if path.exists()
        for entry in polib.pofile(str(path))
        if entry.translated()
    }

    left = said_in(english) - translated - NOT_MET
    assert sorted(words for words in left if not NOT_MET_WORDS.search(words)) == []


def wrong_forms():
    """Each form of a learner, filled in wrong in several ways."""
    yield SignInForm({})
    yield SignInForm({"login": "nobody", "password": "x"})
    yield SignUpForm({})
    yield SignUpForm({"email": "nobody", "password1": "password1234"})
    yield SignUpForm({"email": f"{'a' * 300}@example.fi", "password1": "x"})
    yield NewPasswordForm({"password1": "short"}, user=User(email="aino@example.fi"))
    yield ProfileForm({"birth_date": "31.2.1980", "language": "xx", "home_organisation": "0"})
    yield ProfileForm({"first_name": "a" * 200, "last_name": "\0", "birth_date": "1.1.2999"})
    yield ProfileForm({"learner_id": "1.2.3", "language": "fi"})
    yield CodeForm({})
    yield FileForm({})


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_no_form_of_a_learner_speaks_english(language):
    with translation.override(language):
        said = [
            str(words)
            for form in wrong_forms()
            for words in (
                *(message for messages in form.errors.values() for message in messages),
                *(field.label or "" for field in form.fields.values()),
                *(field.help_text or "" for field in form.fields.values()),
            )
        ]

    assert [words for words in said if ENGLISH.search(words)] == []

"""What libraries say to a learner is said in the learner's language."""

import re
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.utils import translation

from accounts.forms import NewPasswordForm, SignInForm, SignUpForm
from accounts.models import User
from accounts.profile import ProfileForm
from certificates.verifying import CodeForm, FileForm
from tests.environment import ROOT

CATALOGUES = [
    Path(django.__file__).parent / "conf/locale/fi/LC_MESSAGES/django.po",
    Path(django.__file__).parent / "contrib/auth/locale/fi/LC_MESSAGES/django.po",
    Path(allauth.__file__).parent / "locale/fi/LC_MESSAGES/django.po",
]
# A few words that every English sentence of a form has one of.
ENGLISH = re.compile(r"\b(the|this|is|are|your?|enter|please|select|not|must|field|file)\b", re.I)


def test_each_string_said_again_is_still_said_by_a_library():
    theirs = {entry.msgid for path in CATALOGUES for entry in polib.pofile(str(path))}
    ours = {
        entry.msgid
        for entry in polib.pofile(str(ROOT / "locale/fi/LC_MESSAGES/django.po"))
        if ("config/library_strings.py", "") in entry.occurrences
    }

    assert ours
    assert ours - theirs == set()


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

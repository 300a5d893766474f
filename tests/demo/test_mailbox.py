"""The demo's mailbox reads what Django's file backend writes, and nothing else."""

import os
import re

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.urls import reverse

from tests.factories.accounts import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture
def mail_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def send(subject, to="aino@esimerkki.fi", text="Hei"):
    send_mail(subject, text, None, [to])


def age(folder, subject, seconds):
    """Make the file with this subject older."""
    for path in folder.glob("*.log"):
        if subject.encode() in path.read_bytes():
            when = path.stat().st_mtime - seconds
            os.utime(path, (when, when))


def test_an_empty_mailbox_says_how_it_fills(client, mail_folder):
    page = client.get(reverse("demo_mail:list"))

    assert page.status_code == 200
    assert page.context["letters"] == []


def test_lists_the_newest_first(client, mail_folder):
    send("Vanhin")
    age(mail_folder, "Vanhin", 60)
    send("Uusin")

    page = client.get(reverse("demo_mail:list"))

    assert [letter.subject for letter in page.context["letters"]] == ["Uusin", "Vanhin"]
    assert page.text.index("Uusin") < page.text.index("Vanhin")


def test_shows_a_message_as_it_was_written(client, mail_folder):
    send("Koodi: äö", "Åsa <asa@esimerkki.fi>", "Tässä <b>koodi</b>:\n\n123-456-789")

    page = client.get(link(client))

    assert "Koodi: äö" in page.text
    assert "asa@esimerkki.fi" in page.text
    assert "Tässä &lt;b&gt;koodi&lt;/b&gt;:" in page.text
    assert "123-456-789" in page.text


def link(client):
    return re.search(r'href="(/_mail/[^"]+/\d+/)"', client.get(reverse("demo_mail:list")).text)[1]


def test_messages_of_one_file_are_told_apart(client, mail_folder):
    connection = get_connection()
    connection.open()
    for subject in ("Ensin", "Sitten"):
        EmailMultiAlternatives(subject, subject * 2, None, ["a@b.fi"], connection=connection).send()
    connection.close()

    letters = client.get(reverse("demo_mail:list")).context["letters"]

    assert [letter.subject for letter in letters] == ["Sitten", "Ensin"]
    for letter in letters:
        page = client.get(reverse("demo_mail:letter", args=[letter.file, letter.place]))
        assert letter.subject * 2 in page.text


def test_a_visitor_signs_up_with_the_code_read_here(client, mail_folder):
    client.post(reverse("account_signup"), {"email": "uusi@esimerkki.fi", "password1": PASSWORD})
    code = re.search(r"\d{3}-\d{3}-\d{3}", client.get(link(client)).text)[0]

    response = client.post(reverse("account_email_verification_sent"), {"code": code})

    assert response.url == reverse("courses:my_studies")


@pytest.mark.parametrize(
    "name",
    ["..%2F..%2Fdb.sqlite3", "..%2Fsecret.log", "secret.log", "%2Fetc%2Fpasswd", "x" * 300],
)
def test_only_messages_of_the_folder_are_shown(client, mail_folder, name):
    send("Viesti")
    (mail_folder.parent / "secret.log").write_text("Subject: salaisuus\n\nsalaisuus")
    (mail_folder / "notes.txt").write_text("salaisuus")

    response = client.get(f"/_mail/{name}/0/")

    assert response.status_code == 404
    assert "salaisuus" not in response.text
    assert "salaisuus" not in client.get(reverse("demo_mail:list")).text


def test_a_place_beyond_the_last_message_is_not_there(client, mail_folder):
    send("Viesti")

    assert client.get(link(client).replace("/0/", "/7/")).status_code == 404


def test_is_never_kept(client, mail_folder):
    assert "no-store" in client.get(reverse("demo_mail:list")).headers["Cache-Control"]


def test_each_language_link_leads_to_the_mailbox_in_that_language(client, mail_folder):
    send("Koodi")
    page = client.get(reverse("demo_mail:list"))

    for code, words in {"fi": "Esittelyn postilaatikko", "sv": "Demonstrationens postlåda"}.items():
        assert f'href="?lang={code}"' in page.text
        in_language = client.get(reverse("demo_mail:list"), {"lang": code})
        assert f'<html lang="{code}"' in in_language.text
        assert words in in_language.text
        assert in_language.headers["Content-Language"] == code


def test_the_chosen_language_goes_along_to_the_letter_and_back(client, mail_folder):
    send("Koodi")
    page = client.get(reverse("demo_mail:list"), {"lang": "sv"})

    letter = client.get(re.search(r'href="(/_mail/[^"]+/\d+/\?lang=sv)"', page.text)[1])

    assert '<html lang="sv"' in letter.text
    assert f'href="{reverse("demo_mail:list")}?lang=sv"' in letter.text

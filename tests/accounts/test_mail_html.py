"""The HTML part of mails: what the text says and no more, in the reader's language."""

from html.parser import HTMLParser

import pytest
from allauth.account.adapter import get_adapter
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import override

from accounts.mail_html import parts_of, with_html
from tests.factories.accounts import UserFactory

# A place in a mail that a mail program would fetch something for.
FETCHED = {"src", "srcset", "background", "poster", "data"}
TEXT = """Hei

Tämä on muistutus <kurssista> A & B.

- Tehtävä 1
- Tehtävä 2
  https://a.fi/kaksi

Jatka tästä:
https://a.fi/jatka?x=1&y=2

Voit lopettaa tämän kurssin muistutukset tästä, kirjautumatta sisään:
https://a.fi/pois

--
Koulu
Katso https://a.fi/koulu."""


class Reader(HTMLParser):
    """What a mail program shows and what it would fetch."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.attributes, self.tags = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, data):
        self.words.append(data)


def html_of(message):
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    return html


def test_a_mail_is_read_into_its_parts():
    parts = parts_of(TEXT)
    assert [part.kind for part in parts] == [
        "text", "text", "list", "button", "text", "rule", "text",
    ]  # fmt: skip
    assert (parts[3].label, parts[3].address) == ("Jatka tästä", "https://a.fi/jatka?x=1&y=2")
    assert [[piece.words for piece in line] for line in parts[2].lines] == [
        ["Tehtävä 1"],
        ["Tehtävä 2", " ", "https://a.fi/kaksi"],
    ]
    # A second address never becomes a second button.
    assert [part.kind for part in parts_of(f"{TEXT}\n\nLisää:\nhttps://a.fi/c")].count(
        "button"
    ) == 1


def test_the_html_part_holds_the_text_and_fetches_nothing():
    with override("sv"):
        message = with_html(EmailMultiAlternatives(subject="Ämne <b>", body=TEXT))
    html = html_of(message)
    read = Reader(html)
    assert ("lang", "sv") in read.attributes
    assert read.links == [
        "https://a.fi/kaksi",
        "https://a.fi/jatka?x=1&y=2",
        "https://a.fi/pois",
        "https://a.fi/koulu",
    ]
    assert not FETCHED & {name for name, _value in read.attributes}
    assert not {"img", "link", "script", "iframe", "b"} & set(read.tags)
    assert "url(" not in html
    assert "@import" not in html
    assert "Tämä on muistutus <kurssista> A & B." in "".join(read.words)


@pytest.mark.django_db
def test_a_code_is_written_large_in_the_readers_language(mailoutbox):
    user = UserFactory(language="fi")
    with override("sv"):
        get_adapter().send_mail(
            "account/email/password_reset_code", user.email, {"user": user, "code": "123-456-789"}
        )
    [message] = mailoutbox
    assert "123-456-789" in message.body
    assert '<p class="code">123-456-789</p>' in html_of(message)
    assert '<html lang="fi">' in html_of(message)

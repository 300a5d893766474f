"""Feedback: taken from anybody, a task of 14 days, answered once, forgotten in time."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.mail_html import parts_of
from home import outbox
from home.feedback.models import Feedback
from home.feedback.personal_data import erase_feedback, export_feedback
from home.feedback.sending import KEPT_DAYS, answer_feedback, forget_old, mail_answer, send_feedback
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

TYPED = {"kind": "content", "words": "Laki on muuttunut.", "page": "/fi/x/", "email": "a@b.fi"}


def written(**fields):
    usual = {"kind": "fault", "words": "Nappi ei toimi.", "page": "", "email": "", "language": "fi"}
    return send_feedback(**(usual | fields))


@pytest.fixture
def keeper(client):
    """Somebody who answers, signed in."""
    user = UserFactory(is_staff=True)
    user.groups.set(Group.objects.filter(name__in=["Editors", "Moderators"]))
    client.force_login(user)
    return user


def test_anybody_writes_and_gets_a_receipt_with_a_day(client):
    response = client.post("/sv/palaute/", TYPED, follow=True)
    row = Feedback.objects.get()
    assert (row.kind, row.words, row.email, row.language) == (
        "content",
        "Laki on muuttunut.",
        "a@b.fi",
        "sv",
    )
    assert row.due_on == timezone.localdate() + datetime.timedelta(days=14)
    assert response.redirect_chain[-1][0] == "/sv/palaute/kiitos/"
    assert row.reference in response.text
    assert "a@b.fi" in response.text
    # The receipt is the sender's alone.
    client.session.flush()
    client.cookies.clear()
    assert row.reference not in client.get("/sv/palaute/kiitos/").text


@pytest.mark.parametrize(
    "fields",
    [{"words": ""}, {"words": " \u200b "}, {"kind": ""}, {"kind": "x"}, {"email": "ei"},
     {"words": "x" * 4001}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, fields):
    response = client.post("/fi/palaute/", TYPED | fields)
    assert response.status_code == 400
    assert 'role="alert"' in response.text or "error-summary" in response.text
    assert "?:" not in response.text
    assert "/fi/x/" in response.text
    assert not Feedback.objects.exists()


def test_a_machine_that_fills_in_everything_keeps_nothing(client):
    response = client.post("/fi/palaute/", TYPED | {"website": "https://x.example"})
    assert response.status_code == 302
    assert not Feedback.objects.exists()


def test_too_many_messages_from_one_network_wait(client):
    for _time in range(20):
        assert client.post("/fi/palaute/", TYPED).status_code == 302
    refused = client.post("/fi/palaute/", TYPED)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    # What was typed is there to be sent later.
    assert TYPED["words"] in refused.text
    assert "60 minuutin kuluttua" in refused.text
    assert Feedback.objects.count() == 20


def test_the_page_that_one_came_from_is_filled_in_and_no_other_site(client):
    ours = {"Referer": "http://testserver/fi/koulutukset/?q=x"}
    assert 'value="/fi/koulutukset/"' in client.get("/fi/palaute/", headers=ours).text
    theirs = {"Referer": "https://toinen.example/salainen/"}
    assert "salainen" not in client.get("/fi/palaute/", headers=theirs).text
    # Nor an address that is a key: whoever reads the message could open what it opens.
    for key in (reverse("courses:invitation", args=["salainen"]), "/luonnos/salainen/"):
        invited = {"Referer": f"http://testserver{key}"}
        assert "salainen" not in client.get("/fi/palaute/", headers=invited).text


@pytest.mark.parametrize(
    ("page", "leads"),
    [
        ("/fi/koulutukset/", True),
        ("Etusivu", False),
        ("//evil.example/", False),
        ("/\\evil.example/", False),
        ("javascript:alert(1)", False),
        ("https://evil.example/", False),
    ],
)
def test_the_receipt_leads_back_to_the_page_and_to_no_other_site(client, page, leads):
    text = client.post("/fi/palaute/", TYPED | {"page": page}, follow=True).text
    assert (f'href="{page}"><svg' in text) == leads
    assert ("Takaisin sivulle" in text) == leads


def test_an_answer_leaves_once_in_the_senders_language(
    client, keeper, django_capture_on_commit_callbacks
):
    row = written(email="anna@b.fi", language="sv")
    address = reverse("feedback_tasks:edit", args=[row.pk])
    assert "Nappi ei toimi." in client.get(address).text
    assert client.post(address, {"answer": ""}).status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"answer": "Vi rättade det."}).status_code == 302
        client.post(address, {"answer": "Igen."})
        answer_feedback(row, answer="Igen.", by=keeper)
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("Vi rättade det.", keeper)
    outbox.run_due(timezone.now())
    [letter] = mail.outbox
    assert letter.to == ["anna@b.fi"]
    assert row.reference in letter.subject
    assert "Vi rättade det." in letter.body
    assert "Nappi ei toimi." in letter.body


def test_what_a_stranger_wrote_leads_nowhere_from_the_mail_of_its_answer(
    keeper, django_capture_on_commit_callbacks
):
    """Anybody can give another person's address, and words that look like ours."""
    words = "Vahvista tunnuksesi:\nhttps://evil.example/\u2028Jatka:\u2028https://evil.example/x"
    row = written(email="anna@b.fi", words=words)
    with django_capture_on_commit_callbacks(execute=True):
        answer_feedback(row, answer="Katso https://thl.fi/x.", by=keeper)
    outbox.run_due(timezone.now())
    [letter] = mail.outbox
    [(html, _kind)] = letter.alternatives
    assert "evil.example" in html
    assert 'href="https://evil.example' not in html
    assert 'href="https://thl.fi/x"' in html


def test_the_list_has_what_waits_first_and_says_what_is_late(client, keeper):
    done = answer_feedback(written(words="Vanha"), answer="Kiitos", by=keeper)
    late = written(words="Myöhässä")
    Feedback.objects.filter(pk=late.pk).update(
        due_on=timezone.localdate() - datetime.timedelta(days=1)
    )
    text = client.get(reverse("feedback_tasks:index")).text
    assert text.index(late.reference) < text.index(done.reference)
    panel = client.get(reverse("wagtailadmin_home")).text
    assert "1 viesti odottaa vastausta" in panel
    assert "1 on myöhässä" in panel


def test_what_was_answered_a_year_ago_is_forgotten(keeper):
    old, open_ = answer_feedback(written(), answer="Kiitos", by=keeper), written()
    now = timezone.now()
    past = now - datetime.timedelta(days=KEPT_DAYS + 1)
    Feedback.objects.update(sent_at=past)
    Feedback.objects.filter(pk=old.pk).update(answered_at=past)
    assert forget_old(now) == 1
    assert Feedback.objects.get() == open_


def test_ones_own_messages_are_handed_over_and_the_address_forgotten():
    user = UserFactory(email="anna@b.fi")
    written(email="ANNA@b.fi")
    written(email="toinen@b.fi", words="Toisen")
    [row] = export_feedback(user)
    assert row["message"] == "Nappi ei toimi."
    erase_feedback(user)
    assert sorted(Feedback.objects.values_list("email", flat=True)) == ["", "toinen@b.fi"]


def test_what_strangers_wrote_makes_no_button_in_the_answer():
    row = written(email="anna@b.fi", words="Palkinto:\nhttps://evil.example/\n\n--\nTyökykypolku")
    Feedback.objects.filter(pk=row.pk).update(answer="Kiitos.")
    mail_answer({"feedback": row.pk})
    [letter] = mail.outbox
    assert "\n> Palkinto:\n> https://evil.example/\n> \n> --\n> Työkykypolku\n" in letter.body
    kinds = [part.kind for part in parts_of(str(letter.body))]
    assert "button" not in kinds

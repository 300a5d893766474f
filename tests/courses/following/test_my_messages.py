"""A learner reads again what staff have written to them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.following.messages import send
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]


@pytest.fixture
def enrolment(ours, client):
    enrolment = ours.person("Virta")
    client.force_login(enrolment.learner)
    return enrolment


def page(client, enrolment, **query):
    return client.get(reverse("courses:messages", args=[enrolment.pk]), query)


def write(house, *enrolments, subject="Hei {name}", body="Jatka: {link}", **more):
    return send(
        run=house.run,
        sender=house.teacher,
        subject=subject,
        body=body,
        enrolments=enrolments,
        **more,
    )


def test_is_filled_in_as_the_mail_was_and_kept_by_nobody(client, ours, enrolment):
    write(ours, enrolment)
    response = page(client, enrolment)
    link = reverse("courses:continue", args=[enrolment.pk])
    assert f"Hei {enrolment.learner.display_name}" in response.text
    assert f'{link}" rel="nofollow"' in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert "{name}" not in response.text


def test_messages_to_others_are_not_there(client, ours, theirs, enrolment):
    write(ours, ours.person("Toinen"), subject="Vain toiselle")
    write(theirs, theirs.person("Kolmas"), subject="Toisesta talosta")
    text = page(client, enrolment).text
    assert "Vain toiselle" not in text
    assert "Toisesta talosta" not in text
    assert "Kukaan ei ole kirjoittanut sinulle tällä toteutuksella." in text


def test_somebody_elses_are_not_found(client, ours, enrolment):
    other = ours.person("Toinen")
    write(ours, other)
    assert page(client, other).status_code == 404
    client.force_login(ours.teacher)
    assert page(client, other).status_code == 404


def test_the_sender_is_not_told_but_where_they_let_answers_come(client, ours, enrolment):
    write(ours, enrolment, subject="Ensimmäinen")
    assert ours.teacher.email not in page(client, enrolment).text
    write(ours, enrolment, subject="Toinen", reply_to=ours.teacher.email)
    assert ours.teacher.email in page(client, enrolment).text
    assert ours.teacher.last_name not in page(client, enrolment).text


def test_markup_in_a_message_is_shown_as_it_was_written(client, ours, enrolment):
    write(ours, enrolment, subject="<b>Hei</b>", body="<script>alert(1)</script>\n\njavascript:x")
    text = page(client, enrolment).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&lt;b&gt;Hei&lt;/b&gt;" in text
    assert 'href="javascript' not in text


@pytest.mark.parametrize("ended", ["withdrawn_at", "completed_at"])
def test_can_be_read_after_the_end(client, ours, enrolment, ended):
    write(ours, enrolment)
    setattr(enrolment, ended, timezone.now())
    enrolment.save(update_fields=[ended])
    assert f"Hei {enrolment.learner.display_name}" in page(client, enrolment).text
    assert page(client, enrolment).request["PATH_INFO"] in client.get("/fi/opinnot/").text


def test_my_studies_leads_there_only_where_there_are_some(client, ours, enrolment):
    there = reverse("courses:messages", args=[enrolment.pk])
    write(ours, ours.person("Toinen"))
    assert there not in client.get(reverse("courses:my_studies")).text
    write(ours, enrolment)
    assert there in client.get(reverse("courses:my_studies")).text


@pytest.mark.parametrize("count", [1, 3])
def test_takes_as_many_queries_for_any_number(
    client, ours, enrolment, count, django_assert_num_queries
):
    for number in range(count):
        write(ours, enrolment, subject=f"Viesti {number}")
    page(client, enrolment)
    with django_assert_num_queries(6):
        assert len(page(client, enrolment).context["rows"]) == count


def test_older_ones_are_on_the_next_page(client, ours, enrolment):
    for number in range(21):
        write(ours, enrolment, subject=f"Aihe {number}.")
    assert "Aihe 0." not in page(client, enrolment).text
    assert "Aihe 0." in page(client, enrolment, page="2").text
    assert page(client, enrolment, page="x").status_code == 200


def test_a_signed_out_reader_signs_in_first(client, enrolment):
    client.force_login(UserFactory())
    client.logout()
    assert page(client, enrolment).status_code == 302

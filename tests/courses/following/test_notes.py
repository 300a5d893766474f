"""Notes on a participant: of the run's staff, never changed, given to the participant."""

import json

import pytest
from django.urls import reverse

from courses.models import Note

pytestmark = pytest.mark.django_db


def address(house, enrolment):
    return reverse("run:notes", args=[house.run.pk, enrolment.pk])


def test_a_note_has_its_author_and_time_and_stays(client, ours):
    one = ours.person()
    client.force_login(ours.teacher)

    client.post(address(ours, one), {"text": "Soitettu, jatkaa tammikuussa."})
    page = client.get(address(ours, one))

    note = Note.objects.get()
    assert (note.author, note.enrolment) == (ours.teacher, one)
    assert "Soitettu, jatkaa tammikuussa." in page.text
    assert ours.teacher.display_name in page.text


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_an_empty_or_endless_note_is_refused(client, ours, text):
    one = ours.person()
    client.force_login(ours.teacher)

    response = client.post(address(ours, one), {"text": text})

    assert response.status_code == 400
    assert not Note.objects.exists()


def test_the_persons_page_shows_them(client, ours):
    one = ours.person()
    Note.objects.create(
        enrolment=one, author=ours.staff, text="Muistio", created_at=one.enrolled_at
    )
    client.force_login(ours.staff)

    page = client.get(reverse("run:enrolment", args=[ours.run.pk, one.pk]))

    assert "Muistio" in page.text
    assert address(ours, one) in page.text


def test_another_house_and_another_run_see_nothing(client, ours, theirs):
    one = ours.person()
    Note.objects.create(
        enrolment=one, author=ours.staff, text="Salaista", created_at=one.enrolled_at
    )
    client.force_login(theirs.staff)

    assert client.get(address(ours, one)).status_code == 404
    wrong_run = reverse("run:notes", args=[theirs.run.pk, one.pk])
    assert client.get(wrong_run).status_code == 404
    assert client.post(wrong_run, {"text": "x"}).status_code == 404
    assert Note.objects.count() == 1


def test_the_person_gets_them_with_their_own_data_and_they_go_with_it(client, ours):
    one, other = ours.person("Oma"), ours.person("Toinen")
    for enrolment, text in ((one, "Omastani"), (other, "Salaisuus")):
        Note.objects.create(
            enrolment=enrolment, author=ours.staff, text=text, created_at=enrolment.enrolled_at
        )
    client.force_login(one.learner)

    text = client.get(reverse("accounts:download")).text

    [note] = json.loads(text)["courses"]["following"]["notes"]
    assert note["text"] == "Omastani"
    assert "Salaisuus" not in text

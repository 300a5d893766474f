"""Contact data that are kept back, in the completion list, deliveries and long lists."""

import csv
import io

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.protection import protect_person
from courses.progress.models import Completion
from courses.registrar.delivered_files import kept_back_in
from courses.registrar.delivering import holds
from courses.registrar.prepared import PreparedList
from courses.registrar.preparing import ask_for_list, make_list
from tests.factories.registrar import ListProfileFactory

pytestmark = pytest.mark.django_db

ADDRESS, HOME = "salattu@esimerkki.fi", "Salattu hanke"


@pytest.fixture
def office(client, ours):
    client.force_login(ours.staff)
    return client


@pytest.fixture
def completion(ours):
    [made] = ours.registrable(1)
    Completion.objects.filter(pk=made.pk).update(email=ADDRESS, home_organisation=HOME)
    User.objects.filter(pk=made.learner_id).update(email=ADDRESS)
    return Completion.objects.get(pk=made.pk)


def rows(answer):
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def file_of(delivery, kind="csv"):
    return reverse("register:file", args=[delivery.pk, kind])


def test_the_list_has_words_in_their_place(office, completion, finnish):
    protect_person(completion.learner)
    head, row, *_end = rows(office.get(reverse("completion_list") + "?export=csv"))
    told = dict(zip(head, row, strict=True))
    assert told["Sähköpostiosoite"] == "turvakielto"
    assert told["Kotiorganisaatio"] == ""
    assert told["Sukunimi"] == completion.surname


def test_a_delivery_made_from_then_on_leaves_them_out(office, ours, completion):
    protect_person(completion.learner)
    delivery = ours.deliver()
    [content] = delivery.rows.values_list("content", flat=True)
    assert (content["email"], content["home_organisation"]) == ("", "")
    assert ADDRESS not in str(rows(office.get(file_of(delivery))))
    assert kept_back_in(delivery) == 0


def test_one_made_before_stays_and_says_so(office, ours, completion, finnish):
    delivery = ours.deliver()
    before = office.get(file_of(delivery)).getvalue()
    protect_person(completion.learner)

    assert kept_back_in(delivery) == 1
    page = office.get(reverse("register:delivery", args=[delivery.pk]))
    assert "turvakielto" in page.text
    warned = office.get(file_of(delivery))
    assert warned.status_code == 409
    assert ADDRESS not in warned.text
    assert "turvakielto" in warned.text
    assert office.get(file_of(delivery) + "?read=1").getvalue() == before
    assert holds(delivery)


def test_the_national_format_has_none_and_warns_of_none(office, ours, completion):
    delivery = ours.deliver()
    protect_person(completion.learner)
    for kind in ("virta", "virta-learners"):
        answer = office.get(file_of(delivery, kind))
        assert answer.status_code == 200
        assert ADDRESS not in answer.getvalue().decode()


def test_the_next_delivery_tells_the_register_to_forget_them(office, ours, completion, finnish):
    first = ours.deliver()
    protect_person(completion.learner)
    second = ours.deliver()
    [row] = second.rows.all()
    assert (row.state, row.content["email"]) == ("changed", "")
    compared = reverse("register:comparison", args=[second.pk]) + f"?with={first.pk}"
    assert ADDRESS not in office.get(compared).text
    assert HOME not in office.get(compared).text


def test_a_profile_without_addresses_warns_of_nothing(office, ours, completion):
    delivery = ours.deliver(profile=ListProfileFactory(organisation=ours.organisation))
    protect_person(completion.learner)
    assert office.get(file_of(delivery)).status_code == 200


def test_long_lists_that_lie_ready_are_taken_back(office, ours, completion):
    asked = ask_for_list(person=ours.staff, rows=1, choice_words="kaikki", query="")
    make_list({"prepared": asked.pk})
    fetched = reverse("register:prepared_file", args=[asked.pk])
    assert office.get(fetched).status_code == 200
    protect_person(completion.learner)
    asked = PreparedList.objects.get(pk=asked.pk)
    assert (asked.file, bool(asked.refused)) == ("", True)
    assert office.get(fetched).status_code == 404

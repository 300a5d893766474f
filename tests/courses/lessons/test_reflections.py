"""Writing to oneself: kept, masked, conflicts said; read by nobody else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.lessons.models import BlockDeed
from home.blocks.reflections import LONGEST_TEXT
from tests.factories.accounts import AdministratorFactory
from tests.factories.lessons import BlockDeedFactory, block, identity, lesson_with, reflection

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
CODE = "131052-308T"


@pytest.fixture
def lesson():
    return lesson_with(block("reflection", reflection()))


@pytest.fixture
def enrolment(at, lesson):
    return at(lesson)


@pytest.fixture
def send(client, address_of, enrolment, lesson):
    def send_(text, based_on=0, **kwargs):
        address = address_of("save_reflection", enrolment, lesson, "reflection")
        return client.post(address, {"text": text, "based_on": based_on}, **kwargs)

    return send_


def text_in(page):
    return re.search(r'<textarea class="reflection[^>]+>\n([^<]*)</textarea>', page)[1]


def version_in(page):
    return re.search(r'name="based_on" value="(\d+)"', page)[1]


class TestWriting:
    def test_comes_back_in_its_field_as_typed(self, client, lesson, send):
        answer = send("\nEnsin tyhjä\r\n<b>")
        assert answer.url == f"{lesson.url}#lohko-{identity('reflection')}"
        assert text_in(client.get(lesson.url).text) == "\nEnsin tyhjä\n&lt;b&gt;"

    def test_a_script_gets_a_receipt_and_the_version(self, client, lesson, send):
        told = send("Ajatus", headers=JSON).json()
        assert str(told["version"]) == version_in(client.get(lesson.url).text)
        assert "text" not in told
        again = send("Toinen", told["version"], headers=JSON).json()
        assert again["version"] > told["version"]

    def test_identity_codes_are_masked_before_they_are_kept(self, client, lesson, send):
        told = send(f"Asiakas {CODE} kertoi", headers=JSON).json()
        assert CODE not in told["text"]
        [deed] = BlockDeed.objects.all()
        assert "Asiakas •" in deed.data["text"]
        assert CODE not in str(deed.data)
        send(f"{CODE} taas", told["version"])
        page = client.get(lesson.url).text
        assert CODE not in page
        assert "henkilötunnus" in page.casefold()

    def test_another_window_does_not_overwrite(self, client, send):
        send("Ensimmäinen")
        answer = send("Toinen", 0)
        assert answer.status_code == 409
        assert "Ensimmäinen" in answer.text
        assert text_in(answer.text) == "Toinen"
        assert BlockDeed.objects.get().data == {"text": "Ensimmäinen"}
        assert send("Toinen", version_in(answer.text)).status_code == 302
        assert BlockDeed.objects.get().data == {"text": "Toinen"}

    def test_the_same_text_twice_is_no_conflict(self, send):
        send("Sama")
        assert send("Sama", headers=JSON).status_code == 200

    def test_no_words_leave_nothing(self, client, lesson, send):
        send("Ajatus")
        version = version_in(client.get(lesson.url).text)
        assert send(" \n", version, headers=JSON).json()["version"] == 0
        assert not BlockDeed.objects.exists()

    def test_too_long_a_text_is_refused_and_stays_on_the_page(self, send):
        answer = send("ä" * (LONGEST_TEXT + 1))
        assert answer.status_code == 413
        assert text_in(answer.text).startswith("ää")
        assert not BlockDeed.objects.exists()

    @pytest.mark.parametrize("odd", ["", "x", "-1", "9" * 400, "٣"])
    def test_an_odd_version_is_an_old_one(self, send, odd):
        send("Ensimmäinen")
        assert send("Toinen", odd, headers=JSON).status_code == 409

    def test_who_was_signed_out_keeps_the_text_but_no_code(self, client, send):
        client.logout()
        answer = send(f"Kauan {CODE}", headers={"Origin": "http://testserver"})
        assert answer.status_code == 401
        assert "Kauan" in answer.text

    def test_staff_see_nothing_of_it(self, client, lesson, send):
        send("Vain minulle")
        client.force_login(AdministratorFactory())
        assert "Vain minulle" not in client.get(lesson.url).text


class TestNotes:
    @pytest.fixture
    def notes(self, client, enrolment, lesson):
        step = enrolment.run.course.steps.get(key=lesson.translation_key)
        for kind, data in (
            ("reflection", {"text": "=Oma ajatus"}),
            (
                "checklist",
                {
                    "points": 4, "most": 5, "meaning": "Jatka.",
                    "marks": [{"key": "a", "group": "R", "criterion": "Alkaa pian.",
                               "points": 4, "words": ""}],
                },
            ),
            (
                "case_path",
                {
                    "path": [{"situation": "Alku", "choice": "b", "words": "Kysyn"}],
                    "end": "Loppu",
                    "points": [{"criterion": "Ääni", "points": 1, "most": 2}],
                },
            ),
            ("watched", {"intervals": [[0, 5]], "length": 9}),
        ):  # fmt: skip
            BlockDeedFactory(learner=enrolment.learner, step=step, kind=kind, data=data)
        BlockDeedFactory(data={"text": "Toisen oma"})
        return BlockDeed.objects.filter(learner=enrolment.learner).order_by("pk")

    def test_are_all_in_one_place(self, client, notes):
        page = client.get(reverse("courses:notes")).text
        for words in ("=Oma ajatus", "4 / 5", "Alkaa pian. 4", "Alku: Kysyn", "Loppu", "1 / 2"):
            assert words in page
        assert "Toisen oma" not in page
        assert page.count("/poista/") == 3

    @pytest.mark.parametrize(("ending", "first"), [("txt", "=Oma ajatus"), ("csv", "'=Oma ajatus")])
    def test_can_be_taken_along(self, client, notes, ending, first):
        answer = client.get(reverse("courses:notes_file", args=[ending]))
        text = answer.getvalue().decode()
        assert ending in answer.headers["Content-Disposition"]
        assert first in text
        assert "Kysyn" in text
        assert "Toisen oma" not in text

    def test_are_called_notes_in_their_file_too(self, client, notes):
        file = client.get(reverse("courses:notes_file", args=["csv"])).getvalue().decode()
        headings = file.partition("\n")[0].strip("\ufeff\r").split(";")
        assert headings[2:] == ["Mistä on kyse", "Tallennettu", "Muistiinpano"]
        assert "Poista<span" in client.get(reverse("courses:notes")).text

    def test_lead_to_their_lesson(self, client, enrolment, lesson, address_of):
        address = address_of("block", enrolment, lesson, "reflection")
        assert client.get(address).url == f"{lesson.url}#lohko-{identity('reflection')}"

    def test_can_be_erased_by_their_writer_alone(self, client, notes):
        [mine, *_rest] = notes
        theirs = BlockDeed.objects.get(data__text="Toisen oma")
        for deed in (mine, theirs):
            client.post(reverse("courses:erase_note", args=[deed.pk]))
        assert not BlockDeed.objects.filter(pk=mine.pk).exists()
        assert BlockDeed.objects.filter(pk=theirs.pk).exists()

    def test_cost_as_many_queries_for_one_as_for_three(self, client, enrolment):
        def queries():
            BlockDeedFactory(learner=enrolment.learner)
            with CaptureQueriesContext(connection) as found:
                client.get(reverse("courses:notes"))
            return len(found)

        assert queries() == (queries(), queries())[1]

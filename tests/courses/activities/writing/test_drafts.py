"""Writing an assignment: nothing lost, nothing overwritten unseen."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.activities import writing
from courses.activities.submissions import Submission
from tests.courses.activities.writing.conftest import only
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


JSON = {"Accept": "application/json"}


class TestDraft:
    def test_is_kept_as_it_was_typed(self, send, enrolment):
        typed = "  Ääkköset – “lainaus”\r\n\r\n\tsisennys ‏عربي‏ 👩‍⚕️ \r\n"
        assert send(typed).status_code == 302
        assert only(enrolment).text == typed.replace("\r\n", "\n")

    def test_comes_back_in_its_field(self, client, send, page):
        send("\nEnsin tyhjä rivi <b>ja merkkejä</b> & muuta")
        text = client.get(page.url).text
        assert "\n\nEnsin tyhjä rivi &lt;b&gt;ja merkkejä&lt;/b&gt; &amp; muuta</textarea>" in text

    def test_nul_is_left_out(self, send, enrolment):
        assert send("a\x00b").status_code == 302
        assert only(enrolment).text == "ab"

    def test_a_script_gets_a_receipt(self, send):
        with override("fi"):
            told = send("Yksi kaksi", headers=JSON).json()
        assert told["version"] == 1
        assert told["words"] == 2
        assert str(timezone.localdate().year) in told["receipt"]

    def test_the_same_text_again_is_no_new_version(self, send, enrolment):
        send("Sama", 0)
        assert send("Sama", 0, headers=JSON).json()["version"] == 1

    def test_too_long_a_text_is_refused_and_kept_on_the_page(self, send, enrolment, monkeypatch):
        monkeypatch.setattr(writing, "LONGEST_TEXT", 10)
        answer = send("Tämä on liian pitkä")
        assert answer.status_code == 413
        assert "Tämä on liian pitkä</textarea>" in answer.text
        assert not Submission.objects.exists()

    @pytest.mark.parametrize("odd", ["", "x", "-1", "9" * 40, "٣"])
    def test_an_odd_version_is_no_version(self, send, odd):
        assert send("Teksti", odd).status_code == 302

    def test_somebody_elses_place_is_not_there(self, client, send, address):
        client.force_login(UserFactory())
        assert send().status_code == 404
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("part", ["ennakko", "paivakirja", "muu"])
    def test_an_assignment_has_one_part(self, client, enrolment, step, part):
        address = reverse("courses:write", args=[enrolment.pk, step.key, part])
        assert client.post(address, {"text": "x"}).status_code == 404

    def test_signed_out_the_text_waits_for_its_writer(self, client, send, enrolment, page):
        client.logout()
        answer = send("Pitkä teksti")
        assert answer.status_code == 302
        assert reverse("account_login") in answer.url
        client.force_login(enrolment.learner)
        shown = client.get(page.url).text
        assert "Pitkä teksti</textarea>" in shown
        send("Pitkä teksti")
        assert only(enrolment).text == "Pitkä teksti"
        assert "unsent_text" not in client.session

    def test_signed_out_a_script_keeps_what_it_has(self, client, send):
        client.logout()
        answer = send(headers=JSON)
        assert answer.status_code == 401
        assert answer.json()["keep"]


class TestTwoTabs:
    def test_the_second_is_shown_the_first_and_keeps_its_own(self, send, enrolment):
        send("Ensimmäisen välilehden", 0)
        answer = send("Toisen välilehden", 0)
        assert answer.status_code == 409
        assert "Ensimmäisen välilehden</div>" in answer.text
        assert "Toisen välilehden</textarea>" in answer.text
        assert only(enrolment).text == "Ensimmäisen välilehden"
        assert answer.context["desk"].based_on == 1

    def test_saving_again_knowingly_replaces(self, send, enrolment):
        send("Ensimmäinen", 0)
        send("Toinen", 0)
        assert send("Toinen", 1).status_code == 302
        assert (only(enrolment).text, only(enrolment).version) == ("Toinen", 2)

    def test_a_script_is_told(self, send):
        send("Ensimmäinen", 0)
        answer = send("Toinen", 0, headers=JSON)
        assert answer.status_code == 409
        assert answer.json()["load"]

    def test_a_text_saved_elsewhere_is_not_handed_in_unseen(self, send, press, enrolment):
        send("Ensimmäinen", 0)
        send("Toinen", 1)
        assert press(based_on=1).status_code == 409
        assert only(enrolment).state == "draft"

    def test_what_was_handed_in_elsewhere_stays(self, send, press, enrolment):
        send("Palautettu", 0)
        press(1)
        answer = send("Myöhässä kirjoitettu", 1)
        assert answer.status_code == 409
        assert "Myöhässä kirjoitettu" in answer.text
        assert only(enrolment).text == "Palautettu"

"""Messages to participants: to whom, filled in for each, sent once, kept."""

import uuid

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.following.messages import mail_copy, send
from courses.models import Message, MessageCopy, MessageTemplate
from home import outbox
from tests.factories.courses import CourseStepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def new(house):
    return reverse("run:new_message", args=[house.run.pk])


def typed(**changes):
    return {
        "who": "active",
        "subject": "Hei {name}",
        "body": "Jatka tästä: {link}",
        "form_key": str(uuid.uuid4()),
        "deed": "send",
    } | changes


@pytest.fixture
def post(client, ours):
    """Send the form of a new message as a teacher."""
    client.force_login(ours.teacher)
    return lambda **changes: client.post(new(ours), typed(**changes))


def run_outbox():
    outbox.run_due(timezone.now())


def receivers(message):
    return {copy.enrolment.learner.last_name for copy in message.copies.all()}


class TestSending:
    def test_each_learner_gets_a_mail_of_their_own(self, post, ours):
        aino = ours.person("Virta", learner__email="virta@esimerkki.fi")
        ours.person("Ström", learner__email="strom@exempel.fi", learner__language="sv")

        response = post()
        run_outbox()

        message = Message.objects.get()
        assert response.url == reverse("run:message", args=[ours.run.pk, message.pk])
        assert sorted(letter.to for letter in mail.outbox) == [
            ["strom@exempel.fi"],
            ["virta@esimerkki.fi"],
        ]
        finnish, swedish = sorted(mail.outbox, key=lambda letter: letter.to, reverse=True)
        assert finnish.subject == "Hei Aino Virta"
        assert f"/fi/opinnot/{aino.pk}/jatka/" in finnish.body
        assert "/sv/opinnot/" in swedish.body
        assert "Arbetsförmågekoordinator" in swedish.body
        for letter in mail.outbox:
            assert (letter.cc, letter.bcc, letter.reply_to) == ([], [], [])
        assert "strom" not in finnish.message().as_string()

    def test_a_double_click_sends_once(self, post, ours):
        ours.person()
        key = str(uuid.uuid4())

        first, second = post(form_key=key), post(form_key=key)
        run_outbox()
        run_outbox()

        assert first.url == second.url
        assert (Message.objects.count(), len(mail.outbox)) == (1, 1)

    def test_a_copy_mailed_already_is_not_mailed_again(self, ours):
        message = send(
            run=ours.run, sender=ours.staff, subject="A", body="B", enrolments=[ours.person()]
        )
        copy = {"copy": message.copies.get().pk}

        mail_copy(copy)
        mail_copy(copy)

        assert len(mail.outbox) == 1

    def test_whoever_closed_the_account_meanwhile_gets_none(self, ours):
        one = ours.person()
        send(run=ours.run, sender=ours.staff, subject="A", body="B", enrolments=[one])
        one.learner.is_active = False
        one.learner.save()

        run_outbox()

        assert mail.outbox == []

    def test_the_senders_address_only_where_they_agree(self, post, ours):
        ours.person()

        post(shows_address="on")
        run_outbox()

        assert mail.outbox[0].reply_to == [ours.teacher.email]

    def test_people_of_another_run_are_refused(self, ours, theirs):
        with pytest.raises(ValueError, match="its own run"):
            send(
                run=ours.run, sender=ours.staff, subject="A", body="B", enrolments=[theirs.person()]
            )

        assert not Message.objects.exists()

    def test_a_place_in_a_name_is_not_filled_in(self, post, ours):
        ours.person("{link}")

        post()
        run_outbox()

        assert mail.outbox[0].subject == "Hei Aino {link}"


class TestToWhom:
    @pytest.fixture(autouse=True)
    def people(self, ours, theirs):
        theirs.person("Naapuri", enrolled=60)
        return {
            name: ours.person(name, **fields)
            for name, fields in {
                "Hiljainen": {"enrolled": 20},
                "Jumissa": {"enrolled": 20, "seen": 1},
                "Etenee": {"done": 1},
                "Valmis": {"completed_at": timezone.now()},
                "Pois": {"withdrawn_at": timezone.now()},
            }.items()
        }

    @pytest.mark.parametrize(
        ("who", "names"),
        [
            ("active", {"Hiljainen", "Jumissa", "Etenee"}),
            ("silent", {"Hiljainen"}),
            ("stuck", {"Jumissa"}),
        ],
    )
    def test_by_how_they_stand(self, post, who, names):
        post(who=who)

        assert receivers(Message.objects.get()) == names

    def test_who_has_not_done_a_step(self, post, ours):
        post(who="undone", step=ours.steps[0].pk)

        assert receivers(Message.objects.get()) == {"Hiljainen", "Jumissa"}

    @pytest.mark.parametrize("step", ["", "x", "0"])
    def test_a_step_must_be_of_the_course(self, post, step):
        response = post(who="undone", step=step)

        assert response.status_code == 400
        assert "step" in response.context["form"].errors

    def test_another_courses_step_is_no_choice(self, post):
        assert post(who="undone", step=CourseStepFactory().pk).status_code == 400

    def test_those_ticked_but_never_others_or_the_withdrawn(self, post, people, theirs):
        stranger = theirs.person("Vieras")
        ticked = [people["Valmis"].pk, people["Etenee"].pk, people["Pois"].pk, stranger.pk, "x"]

        post(who="chosen", to=ticked)

        assert receivers(Message.objects.get()) == {"Valmis", "Etenee"}

    def test_those_found_in_the_list(self, post):
        post(who="shown", show="standing", q="aino etenee")

        assert receivers(Message.objects.get()) == {"Etenee"}

    def test_nobody_is_said_and_nothing_sent(self, post):
        response = post(who="shown", show="standing", q="ei ketään")

        assert response.status_code == 400
        assert "nothing was sent" in response.text
        assert not Message.objects.exists()


class TestTheForm:
    def test_unknown_places_are_refused_in_words_and_nothing_typed_is_lost(self, post, ours):
        ours.person()

        response = post(subject="Hei {nimi}", body="Oma teksti {}")

        assert response.status_code == 400
        assert "{nimi} cannot be filled in. Use {name}" in response.text
        assert "Oma teksti {}" in response.text
        assert not Message.objects.exists()

    def test_a_preview_shows_the_first_readers_mail_and_sends_nothing(self, post, ours):
        ours.person("Virta")
        ours.person("Aalto")

        response = post(deed="preview")

        assert response.context["preview"]["subject"] == "Hei Aino Aalto"
        assert not Message.objects.exists()
        assert not outbox.OutboxEntry.objects.exists()

    @pytest.mark.parametrize("left_out", ["subject", "body", "who", "form_key"])
    def test_everything_is_needed(self, post, ours, left_out):
        ours.person()

        assert post(**{left_out: ""}).status_code == 400
        assert not Message.objects.exists()

    def test_the_list_leads_here_with_those_ticked(self, client, ours):
        one = ours.person()
        client.force_login(ours.staff)

        page = client.get(new(ours), {"to": one.pk, "who": "chosen", "show": "active", "q": ""})

        assert f'<input type="hidden" name="to" value="{one.pk}">' in page.text
        assert page.context["form"].fields["who"].initial == "chosen"

    def test_without_a_list_only_the_groups_are_offered(self, client, ours):
        client.force_login(ours.staff)

        offered = client.get(new(ours)).context["form"].fields["who"].choices

        assert [value for value, _label in offered] == ["active", "silent", "stuck", "undone"]


class TestTemplates:
    def test_kept_used_changed_and_deleted(self, client, post, ours):
        ours.person()
        post(deed="keep", template_name="Muistutus")
        template = MessageTemplate.objects.get()
        assert (template.organisation, template.name) == (ours.organisation, "Muistutus")

        used = post(deed="use", template=template.pk, subject="", body="", who="silent")
        assert used.context["form"]["subject"].value() == "Hei {name}"
        assert used.context["form"]["who"].value() == "silent"

        address = reverse("run:template", args=[ours.run.pk, template.pk])
        wrong = client.post(address, {"name": "Muistutus", "subject": "{x}", "body": "B"})
        assert wrong.status_code == 400
        client.post(address, {"name": "Uusi", "subject": "S", "body": "B"})
        template.refresh_from_db()
        assert (template.name, template.subject) == ("Uusi", "S")
        client.post(address, {"deed": "delete"})
        assert not MessageTemplate.objects.exists()

    def test_a_name_is_used_once(self, post, ours):
        ours.person()
        post(deed="keep", template_name="Muistutus")

        response = post(deed="keep", template_name="Muistutus", subject="Toinen")

        assert "has a template of this name already" in response.text
        assert MessageTemplate.objects.get().subject == "Hei {name}"

    def test_another_organisations_is_not_there(self, client, post, ours, theirs):
        foreign = MessageTemplate.objects.create(
            organisation=theirs.organisation, name="Vieras", subject="Salaisuus", body="B"
        )

        assert post(deed="use", template=foreign.pk).status_code == 400
        address = reverse("run:template", args=[ours.run.pk, foreign.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"deed": "delete"}).status_code == 404
        for name in ("run:templates", "run:new_message"):
            assert "Vieras" not in client.get(reverse(name, args=[ours.run.pk])).text
        assert MessageTemplate.objects.filter(pk=foreign.pk).exists()


class TestHistory:
    def test_who_got_what(self, client, ours, theirs):
        message = send(
            run=ours.run, sender=ours.staff, subject="Oma", body="B", enrolments=[ours.person()]
        )
        theirs_own = send(
            run=theirs.run, sender=theirs.staff, subject="Vieras", body="B", enrolments=[]
        )
        run_outbox()
        client.force_login(ours.teacher)

        listed = client.get(reverse("run:messages", args=[ours.run.pk]))
        one = client.get(reverse("run:message", args=[ours.run.pk, message.pk]))
        foreign = client.get(reverse("run:message", args=[ours.run.pk, theirs_own.pk]))

        assert [(row.subject, row.mailed, row.to) for row in listed.context["page"]] == [
            ("Oma", 1, 1)
        ]
        assert "Oppija Aino" in one.text
        assert foreign.status_code == 404

    def test_another_house_reaches_none_of_it(self, client, ours, theirs):
        ours.person()
        client.force_login(theirs.staff)

        for name in ("run:messages", "run:new_message", "run:templates"):
            assert client.get(reverse(name, args=[ours.run.pk])).status_code == 404
        assert client.post(new(ours), typed()).status_code == 404
        assert not MessageCopy.objects.exists()


@pytest.mark.parametrize("people", [1, 3])
def test_sending_asks_as_many_queries_for_any_number(ours, django_assert_num_queries, people):
    enrolments = [ours.person(f"Oppija {number}") for number in range(people)]

    with django_assert_num_queries(8):
        send(run=ours.run, sender=ours.staff, subject="A", body="B", enrolments=enrolments)

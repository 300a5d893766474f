"""A study secretary's rooms: from nothing to a delivered list, and nobody else's rows in them."""

import csv
import io
import xml.etree.ElementTree as ET

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from lxml import etree

from courses.models import Completion, Delivery, DeliveryRow, ExportLog
from courses.registrar import reports
from courses.registrar.virta import NAMESPACE
from tests.courses.registrar.conftest import annul
from tests.courses.registrar.rooms import body, fetch, new, profile_fields, room
from tests.factories.accounts import AdministratorFactory, MembershipFactory, OrganisationFactory
from tests.factories.registrar import ListProfileFactory
from tests.schema import schema_folder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]


NAMES = ["Márjá Ŋuorra", "محمد الأحمد", "王小明", "=1+1", "+358", "-1", "@SUM(A1)", "\t=1", "\r=1",
         "=cmd|' /C calc'!A0", "O\u2019Brien <b>&\"x\"", "Åström\u00a0Ääkkönen"]  # fmt: skip


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


class TestTheWay:
    def test_three_presses_from_the_dashboard_to_a_file(self, office, ours):
        """Make a delivery; make it of so many rows; download."""
        ours.registrable(2)
        assert f'href="{new()}"' in office.get(reverse("wagtailadmin_home")).text
        page = office.get(new())
        assert page.context["preview"].row_count == 2
        assert "Tee 2 rivin toimitus" in page.text
        form = BeautifulSoup(page.text, "html.parser").select_one("main form[method=post]")
        fields = [(field["name"], field["value"]) for field in form.select("input[name]")]
        sent = office.post(new(), dict(fields))
        delivery = Delivery.objects.get()
        assert sent.headers["Location"] == room(delivery)
        assert room(delivery, "file", "csv") in office.get(room(delivery)).text
        assert len(csv_rows(fetch(office, delivery, "csv"))) == 4

    def test_the_preview_says_what_stays_out_what_to_do_and_who(self, office, ours):
        ours.registrable(surname="Valmis")
        assert "oppilaitosnumeroa" not in office.get(new()).text
        ours.registrable(surname="Suostumaton", consented_at=None, consent_version="")
        ours.registrable(surname="Virheellinen", national_learner_id="1.2.246.562.24.1")
        page = office.get(new()).text
        for said in (
            "Ei suostumusta rekisteröintiin",
            "Oppijanumero ei ole oikea",
            "2 riviä jää pois",
            "Virheellinen",
        ):
            assert said in page

    def test_a_delivery_without_rows_is_refused_in_words(self, office, ours):
        response = office.post(new(), {"organisation": ours.organisation.pk, "profile": ""})
        assert response.status_code == 409
        assert "Valinnassa ei ole yhtään suoritusta" in response.text
        assert not Delivery.objects.exists()

    @pytest.mark.parametrize(
        "query",
        [
            {"start": "x"},
            {"end": "2026-99-99"},
            {"start": "2026-02-02", "end": "2026-02-01"},
            {"runs": "999999"},
            {"runs": "x"},
            {"profile": "x"},
            {"organisation": "x", "profile": ""},
            {"organisation": "9" * 30, "profile": ""},
        ],
    )
    def test_nonsense_is_told_and_makes_nothing(self, office, ours, query):
        ours.registrable()
        asked = {"organisation": str(ours.organisation.pk), "profile": ""} | query
        assert office.get(new(**asked)).context["preview"] is None
        assert office.post(new(), asked).status_code == 400
        assert not Delivery.objects.exists()

    def test_rows_are_marked_as_entered_one_by_one_and_all_at_once(self, office, ours):
        ours.registrable(3)
        delivery = ours.deliver()
        first = delivery.rows.first()
        office.post(room(delivery), {"deed": "chosen", "rows": [first.pk]})
        assert DeliveryRow.objects.filter(entered_by=ours.staff).count() == 1
        waiting = office.get(room(delivery), {"show": "waiting"})
        assert len(waiting.context["rows"]) == 2
        assert 'value="all"' in waiting.text
        office.post(room(delivery), {"deed": "all"})
        assert DeliveryRow.objects.filter(entered_at=None).count() == 0
        page = office.get(room(delivery)).text
        # Nothing is left to mark, so nothing offers it.
        assert ('value="all"' in page, 'value="back"' in page) == (False, True)
        office.post(room(delivery), {"deed": "back", "rows": [first.pk, "x", "9" * 30]})
        assert DeliveryRow.objects.get(entered_at=None).pk == first.pk
        assert office.post(room(delivery), {"deed": "x"}).status_code == 404

    def test_the_page_says_whether_the_digest_holds(self, office, ours):
        ours.registrable()
        delivery = ours.deliver()
        assert "Rivit ovat sellaiset kuin ne toimitettiin" in office.get(room(delivery)).text
        DeliveryRow.objects.update(state="changed")
        assert "Rivit eivät ole sellaiset kuin ne toimitettiin" in office.get(room(delivery)).text

    def test_two_deliveries_are_compared(self, office, ours):
        ours.registrable(surname="Ensimmäinen")
        first = ours.deliver()
        ours.registrable(surname="Toinen")
        second = ours.deliver()
        page = office.get(room(second, "comparison"), {"with": first.pk}).text
        assert "Ensimmäinen" in page
        assert "Toinen" in page
        for nonsense in ("", "x", "999999", "9" * 30):
            asked = office.get(room(second, "comparison"), {"with": nonsense})
            assert asked.status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_rooms_ask_the_same_number_of_queries(self, office, ours, count):
        queries = []
        ours.registrable(count)
        delivery = ours.deliver()
        mark = {"deed": "all"}
        office.post(room(delivery), mark)
        ours.registrable(count, consented_at=None, consent_version="")
        for address in (new(), room(delivery), reverse("register:deliveries")):
            office.get(address)
            with CaptureQueriesContext(connection) as captured:
                office.get(address)
            queries.append(len(captured))
        assert queries == QUERIES


# Making one, one, all of them.
QUERIES = [23, 19, 12]


class TestFiles:
    @pytest.mark.parametrize("kind", ["csv", "xlsx", "virta", "virta-learners"])
    def test_are_the_same_bytes_each_time_whatever_happens(self, office, ours, kind, monkeypatch):
        [completion, *_rest] = ours.registrable(3)
        delivery = ours.deliver()
        before = fetch(office, delivery, kind)
        annul(completion)
        completion.learner.last_name = "Muuttunut"
        completion.learner.save()
        ours.organisation.institution_code = "99999"
        ours.organisation.save()
        later = timezone.now() + timezone.timedelta(days=400)
        monkeypatch.setattr(timezone, "now", lambda: later)
        ours.staff.language = "sv"
        ours.staff.save()
        office.force_login(ours.staff)
        assert fetch(office, delivery, kind) == before

    def test_names_of_many_languages_come_back_byte_for_byte(self, office, ours):
        for name in NAMES:
            ours.registrable(surname=name, given_names=name)
        delivery = ours.deliver()
        rows = csv_rows(fetch(office, delivery, "csv"))[1:-1]
        armed = ("=", "+", "-", "@", "\t", "\r")
        assert {row[0] for row in rows} == {
            f"'{name}" if name.startswith(armed) else name for name in NAMES
        }
        book = openpyxl.load_workbook(io.BytesIO(fetch(office, delivery, "xlsx")))
        cells = [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]
        # A carriage return is escaped as spreadsheets do.
        assert {cell.value.replace("_x000D_", "\r") for cell in cells} == set(NAMES)
        assert {cell.data_type for cell in cells} == {"s"}
        people = ET.fromstring(fetch(office, delivery, "virta-learners"))
        told = {person.findtext(f"{{{NAMESPACE}}}Sukunimi") for person in people}
        assert told == set(NAMES)

    def test_the_list_screen_and_file_show_them_too(self, office, ours):
        for name in NAMES[:3]:
            ours.registrable(surname=name)
        page = office.get(reverse("completion_list")).text
        for name in NAMES[:3]:
            assert name in page
        # Counted in the partitive, which the name of the list is not.
        for language, words in (("fi", "3 suoritusta"), ("sv", "3 prestationer")):
            with override(language):
                label = reports.PlacesFirst(
                    Completion.objects.in_list_order(), 50
                ).items_count_label
            assert label == words

    def test_only_withdrawals_have_no_file_in_the_national_format(self, office, ours):
        [completion] = ours.registrable()
        ours.deliver()
        annul(completion)
        delivery = ours.deliver()
        for kind in ("virta", "virta-learners"):
            response = office.get(room(delivery, "file", kind), follow=True)
            assert "vain mitätöi rivejä" in response.text
        assert [row[-1] for row in csv_rows(fetch(office, delivery, "csv"))[1:-1]] == ["mitätöity"]

    def test_without_an_institution_code_the_page_says_why_there_is_no_such_file(
        self, office, ours
    ):
        ours.organisation.institution_code = ""
        ours.organisation.save()
        ours.registrable()
        assert "oppilaitosnumeroa" in office.get(new()).text
        delivery = ours.deliver()
        page = office.get(room(delivery)).text
        assert "oppilaitosnumeroa" in page
        assert room(delivery, "file", "virta") not in page
        response = office.get(room(delivery, "file", "virta"), follow=True)
        assert "institution code is not five digits" in response.text

    def test_every_file_leaves_a_row_in_the_log(self, office, ours):
        ours.registrable(2)
        delivery = ours.deliver()
        for kind in ("csv", "xlsx", "virta", "virta-learners"):
            fetch(office, delivery, kind)
        body(office.get(reverse("completion_list"), {"export": "csv"}))
        logs = ExportLog.objects.order_by("pk")
        assert [(log.kind, log.row_count, log.delivery_id) for log in logs] == [
            ("csv", 2, delivery.pk), ("xlsx", 2, delivery.pk), ("virta", 2, delivery.pk),
            ("virta-learners", 2, delivery.pk), ("csv", 2, None),
        ]  # fmt: skip
        assert {log.person for log in logs} == {ours.staff}
        assert {log.organisation for log in logs} == {ours.organisation}
        page = office.get(reverse("register:exports")).text
        assert logs[0].sha256 in page
        assert str(ours.staff) in page

    def test_a_file_that_broke_off_says_so_in_the_log(self, office, ours):
        ours.registrable()
        response = office.get(reverse("completion_list"), {"export": "csv"})
        assert next(iter(response.streaming_content))
        assert ExportLog.objects.get().row_count is None
        assert "katkesi" in office.get(reverse("register:exports")).text


def test_every_delivery_fits_the_national_schema(office, ours):
    folder = schema_folder()
    if folder is None:
        pytest.skip("not run: national schema")
    for name in NAMES:
        ours.registrable(surname=name, given_names=name, registrar_class=18, study_field=11)
    ours.registrable(scale="zero_to_five", grade="4", language="sv", study_right="OO-9")
    delivery = ours.deliver()
    for kind, name in (("virta", "Opintosuoritukset"), ("virta-learners", "Opiskelijat")):
        schema = etree.XMLSchema(etree.parse(str(folder / f"{name}.xsd")))
        schema.assertValid(etree.fromstring(fetch(office, delivery, kind)))
    written = etree.fromstring(fetch(office, delivery, "virta"))
    fields = [
        (field.get("versio"), field.text) for field in written.findall(".//{*}Koulutusala/{*}Koodi")
    ]
    assert fields == [("ohjausala", "11")] * len(NAMES)


class TestTenants:
    """Another polytechnic with the same names: no trace of it, whatever is asked."""

    @pytest.fixture
    def theirs_delivered(self, theirs):
        theirs.registrable(2, surname="Samanniminen", email="vieras@esimerkki.fi")
        ListProfileFactory(organisation=theirs.organisation, name="Vieras profiili")
        delivery = theirs.deliver()
        theirs.registrable(surname="Samanniminen", email="vieras@esimerkki.fi")
        return delivery

    def leaks(self, theirs, text):
        secrets = (theirs.run.code, theirs.organisation.name, "vieras@esimerkki.fi", "Vieras prof")
        return [secret for secret in secrets if secret in text]

    def test_rooms_show_ones_own(self, office, ours, theirs, theirs_delivered):
        ours.registrable(surname="Samanniminen")
        ours.deliver()
        ours.registrable(surname="Samanniminen")
        for address in (
            new(), reverse("register:deliveries"), reverse("register:exports"),
            reverse("listprofile:index"), reverse("listprofile:add"), reverse("completion_list"),
            room(Delivery.objects.get(organisation=ours.organisation)),
        ):  # fmt: skip
            response = office.get(address)
            assert response.status_code == 200
            assert self.leaks(theirs, response.text) == []

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_foreign_delivery_or_profile_is_not_there(
        self, office, ours, theirs, theirs_delivered, method
    ):
        ours.registrable()
        own = ours.deliver()
        profile = theirs.organisation.list_profiles.get()
        addresses = [
            room(theirs_delivered),
            *[room(theirs_delivered, "file", kind) for kind in ("csv", "xlsx", "virta")],
            room(theirs_delivered, "comparison") + f"?with={own.pk}",
            room(own, "comparison") + f"?with={theirs_delivered.pk}",
            reverse("listprofile:edit", args=[profile.pk]),
            reverse("listprofile:history", args=[profile.pk]),
        ]
        for address in addresses:
            response = getattr(office, method)(address, {"deed": "all"} if method == "post" else {})
            assert response.status_code in (404, 405), address
            assert self.leaks(theirs, response.text) == []
        assert not DeliveryRow.objects.filter(entered_at__isnull=False).exists()

    @pytest.mark.parametrize("name", ["organisation", "runs", "profile"])
    def test_a_foreign_choice_is_refused_without_a_name(
        self, office, ours, theirs, theirs_delivered, name
    ):
        values = {
            "organisation": theirs.organisation.pk,
            "runs": theirs.run.pk,
            "profile": theirs.organisation.list_profiles.get().pk,
        }
        asked = {"organisation": ours.organisation.pk, "profile": ""} | {name: values[name]}
        count = Delivery.objects.count()
        for response in (office.get(new(**asked)), office.post(new(), asked)):
            assert self.leaks(theirs, response.text) == []
        assert Delivery.objects.count() == count

    def test_a_profile_cannot_be_made_for_another_organisation(self, office, theirs):
        fields = profile_fields(theirs.organisation)
        response = office.post(reverse("listprofile:add"), fields)
        assert response.status_code == 400
        assert "organisation" in response.context["form"].errors
        assert not theirs.organisation.list_profiles.exists()

    @pytest.mark.parametrize("role", ["teacher", "member", "employer_contact"])
    def test_only_study_staff_come_in(self, client, ours, role):
        ours.registrable()
        delivery = ours.deliver()
        member = MembershipFactory(organisation=ours.organisation, role=role).user
        client.force_login(member)
        for address in (new(), room(delivery), room(delivery, "file", "csv")):
            assert client.get(address).status_code == 302
        assert client.post(room(delivery), {"deed": "all"}).status_code == 302
        assert not DeliveryRow.objects.filter(entered_at__isnull=False).exists()

    def test_administrators_choose_whose(self, client, ours, theirs):
        ours.registrable()
        OrganisationFactory()
        client.force_login(AdministratorFactory())
        assert client.get(new()).context["preview"] is None
        page = client.get(new(organisation=ours.organisation.pk))
        assert page.context["preview"].row_count == 1

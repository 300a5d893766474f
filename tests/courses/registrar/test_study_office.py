"""A study secretary's rooms: from nothing to a delivered list, and nobody else's rows in them."""

import csv
import hashlib
import io
import xml.etree.ElementTree as ET
import zipfile

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from lxml import etree

from accounts.models import Membership
from courses.models import (
    Completion,
    Delivery,
    DeliveryRow,
    ExportLog,
    IdentityCodeReading,
    PreparedList,
)
from courses.registrar import delivery_rooms, file_rooms, preparing, reports
from courses.registrar.columns import OPTIONAL
from courses.registrar.delivering import preview
from courses.registrar.identity_codes_kept import keep_code
from courses.registrar.listing import Choice
from courses.registrar.virta import NAMESPACE
from home import clock
from tests.courses.registrar.conftest import annul
from tests.factories.accounts import AdministratorFactory, MembershipFactory, OrganisationFactory
from tests.factories.registrar import ListProfileFactory
from tests.schema import schema_folder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]

NAMES = ["Márjá Ŋuorra", "محمد الأحمد", "王小明", "=1+1", "+358", "-1", "@SUM(A1)", "\t=1", "\r=1",
         "=cmd|' /C calc'!A0", "O\u2019Brien <b>&\"x\"", "Åström\u00a0Ääkkönen"]  # fmt: skip


@pytest.fixture
def office(client, ours):
    client.force_login(ours.staff)
    return client


def new(**query):
    return reverse("register:new", query=query)


def room(delivery, name="delivery", *args):
    return reverse(f"register:{name}", args=[delivery.pk, *args])


def body(response):
    return b"".join(response.streaming_content)


def fetch(client, delivery, kind):
    return body(client.get(room(delivery, "file", kind)))


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


NO_PLACES = ["columns-surname-place", "columns-credits-place", "columns-completed_on-place"]


class TestProfiles:
    def fields(self, organisation, **more):
        return {
            "organisation": organisation.pk,
            "name": "Peppi",
            "columns-credits-place": "2",
            "columns-surname-place": "1",
            "columns-surname-label": "SUKUNIMI",
            "columns-completed_on-place": "3",
            "language": "sv",
            "date_format": "finnish",
            "delimiter": ",",
            "ending": "trailer",
        } | more

    def test_is_made_without_dragging_and_applied_to_every_file(self, office, ours):
        sent = office.post(reverse("listprofile:add"), self.fields(ours.organisation))
        assert sent.status_code == 302, sent.context["form"].errors
        profile = ours.organisation.list_profiles.get()
        assert [column["key"] for column in profile.columns] == [
            "surname", "credits", "completed_on",
        ]  # fmt: skip
        ours.registrable(surname="Aalto")
        delivery = ours.deliver(profile)
        lines = fetch(office, delivery, "csv").decode().splitlines()
        assert lines[:2] == [
            "SUKUNIMI,Studiepoäng (sp),Prestationsdatum",
            'Aalto,"2,5",20.5.2026',
        ]
        listed = body(
            office.get(reverse("completion_list"), {"export": "csv", "profile": profile.pk})
        )
        assert listed.decode().splitlines()[:2] == lines[:2]
        book = openpyxl.load_workbook(io.BytesIO(fetch(office, delivery, "xlsx")))
        first, row = book.worksheets[0].iter_rows(max_row=2)
        assert [cell.value for cell in first] == lines[0].split(",")
        assert row[2].number_format == "d.m.yyyy"

    def test_an_end_beside_the_file_comes_in_a_zip(self, office, ours):
        profile = ListProfileFactory(
            organisation=ours.organisation, ending="sidecar", with_bom=False
        )
        ours.registrable()
        delivery = ours.deliver(profile)
        bundle = zipfile.ZipFile(io.BytesIO(fetch(office, delivery, "csv")))
        name, note = bundle.namelist()
        content = bundle.read(name)
        assert not content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\r\n") == 2
        assert hashlib.sha256(content).hexdigest() in bundle.read(note).decode()
        assert fetch(office, delivery, "csv") == fetch(office, delivery, "csv")

    def test_a_profile_that_is_changed_leaves_deliveries_as_they_were(self, office, ours):
        profile = ListProfileFactory(organisation=ours.organisation)
        ours.registrable()
        delivery = ours.deliver(profile)
        before = fetch(office, delivery, "csv")
        profile.columns = [{"key": "email", "label": ""}]
        profile.save()
        assert fetch(office, delivery, "csv") == before

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            (dict.fromkeys(NO_PLACES, ""), "columns"),
            ({"columns-identity_code-place": "4"}, "columns"),
            ({"name": ""}, "name"),
            ({"delimiter": "x"}, "delimiter"),
        ],
    )  # fmt: skip
    def test_mistakes_are_told_at_their_fields(self, office, ours, changes, field):
        response = office.post(
            reverse("listprofile:add"), self.fields(ours.organisation, **changes)
        )
        assert response.status_code == 400
        assert field in response.context["form"].errors

    def test_only_one_is_used_by_default(self, office, ours):
        ListProfileFactory(organisation=ours.organisation, is_default=True)
        response = office.post(
            reverse("listprofile:add"), self.fields(ours.organisation, is_default="on")
        )
        assert set(response.context["form"].errors) & {"is_default", "__all__"}

    def test_the_default_one_is_chosen_for_a_delivery(self, office, ours):
        profile = ListProfileFactory(organisation=ours.organisation, is_default=True)
        assert office.get(new()).context["form"].cleaned_data["profile"] == profile

    def test_every_column_can_be_chosen(self, office, ours):
        keys = [column.key for column in OPTIONAL if column.key != "identity_code"]
        places = {f"columns-{key}-place": "9" for key in keys}
        sent = office.post(reverse("listprofile:add"), self.fields(ours.organisation, **places))
        assert sent.status_code == 302
        [completion] = ours.registrable(study_right="OO-1", study_field=11)
        delivery = ours.deliver(ours.organisation.list_profiles.get())
        [row] = list(csv.reader(fetch(office, delivery, "csv").decode().splitlines()[1:2]))
        assert row[3:] == [
            "OO-1", "11", "54", f"TKP-S-{completion.pk}", f"TKP-O-{completion.learner_id}",
        ]  # fmt: skip


class TestIdentityCodes:
    @pytest.fixture
    def profile(self, ours, settings):
        settings.IDENTITY_CODE_KEYS = [b"k" * 32]
        ours.organisation.uses_identity_codes = True
        ours.organisation.save()
        columns = [{"key": "surname", "label": ""}, {"key": "identity_code", "label": ""}]
        return ListProfileFactory(organisation=ours.organisation, columns=columns)

    @pytest.fixture
    def completion(self, ours, profile):
        [completion] = ours.registrable()
        keep_code(person=completion.learner, organisation=ours.organisation, code="131052-308T")
        return completion

    def test_stand_in_files_whose_profile_wants_them_each_reading_on_record(
        self, office, ours, profile, completion
    ):
        delivery = ours.deliver(profile)
        assert b"131052-308T" in fetch(office, delivery, "csv")
        assert b"131052-308T" in fetch(office, delivery, "virta-learners")
        listed = office.get(reverse("completion_list"), {"export": "csv", "profile": profile.pk})
        assert b"131052-308T" in body(listed)
        readings = IdentityCodeReading.objects.filter(reader=ours.staff)
        assert [reading.purpose for reading in readings.order_by("pk")] == [
            "delivery 1", "delivery 1", "completion list",
        ]  # fmt: skip
        assert ExportLog.objects.filter(with_identity_codes=True).count() == 3

    def test_stand_on_no_screen_and_in_nothing_frozen(self, office, ours, profile, completion):
        delivery = ours.deliver(profile)
        for address in (
            new(), room(delivery), reverse("completion_list"), reverse("register:exports"),
        ):  # fmt: skip
            assert "131052" not in office.get(address).text
        assert "131052" not in str(delivery.profile) + str(delivery.rows.get().content)

    def test_are_not_for_teachers(self, client, ours, profile, completion):
        teacher = MembershipFactory(organisation=ours.organisation, role=Membership.Role.TEACHER)
        client.force_login(teacher.user)
        response = client.get(reverse("completion_list"), {"export": "csv", "profile": profile.pk})
        assert response.status_code == 400


class TestLongLists:
    @pytest.fixture
    def asked(self, office, ours, monkeypatch, django_capture_on_commit_callbacks):
        monkeypatch.setattr(reports, "XLSX_LIMIT", 1)
        ours.registrable(3)
        way = office.get(reverse("completion_list"), {"export": "xlsx", "run": ours.run.pk})
        assert "3 riviä" in office.get(way.headers["Location"]).text
        with django_capture_on_commit_callbacks(execute=True):
            sent = office.post(way.headers["Location"])
        assert sent.headers["Location"] == reverse("register:prepared")
        return PreparedList.objects.get()

    def test_is_made_by_a_task_and_fetched_by_who_asked(self, office, ours, asked):
        address = reverse("register:prepared_file", args=[asked.pk])
        assert address in office.get(reverse("register:prepared")).text
        book = openpyxl.load_workbook(io.BytesIO(body(office.get(address))))
        assert book.worksheets[0].max_row == 4
        assert ExportLog.objects.get().row_count == 3

    def test_is_nobody_elses(self, client, ours, theirs, asked):
        address = reverse("register:prepared_file", args=[asked.pk])
        colleague = MembershipFactory(organisation=ours.organisation).user
        for person in (colleague, theirs.staff, AdministratorFactory()):
            client.force_login(person)
            assert client.get(address).status_code == 404
            assert address not in client.get(reverse("register:prepared")).text

    def test_is_erased_after_a_day(self, office, asked):
        later = timezone.now() + preparing.KEPT + timezone.timedelta(minutes=1)
        assert storages["private"].exists(asked.file)
        assert clock.tick(later)["long lists"] == 1
        assert not storages["private"].exists(asked.file)
        address = reverse("register:prepared_file", args=[asked.pk])
        assert office.get(address).status_code == 404

    def test_who_lost_the_office_meanwhile_gets_none(self, ours, asked):
        PreparedList.objects.update(finished_at=None, file="")
        ours.staff.memberships.all().delete()
        preparing.make_list({"prepared": asked.pk})
        asked.refresh_from_db()
        assert asked.refused
        assert asked.file == ""

    def test_a_second_run_of_the_task_changes_nothing(self, asked):
        preparing.make_list({"prepared": asked.pk})
        assert PreparedList.objects.get().file == asked.file

    def test_says_how_far_it_is(self, office, asked, monkeypatch):
        PreparedList.objects.update(finished_at=None, rows_done=1)
        page = office.get(reverse("register:prepared")).text
        assert "1 / 3 riviä valmiina" in page
        assert 'http-equiv="refresh"' in page

    def test_a_long_delivery_is_prepared_too(
        self, office, ours, monkeypatch, django_capture_on_commit_callbacks
    ):
        monkeypatch.setattr(file_rooms, "XLSX_LIMIT", 1)
        ours.registrable(2)
        delivery = ours.deliver()
        with django_capture_on_commit_callbacks(execute=True):
            office.get(room(delivery, "file", "xlsx"))
        asked = PreparedList.objects.get()
        fetched = body(office.get(reverse("register:prepared_file", args=[asked.pk])))
        assert openpyxl.load_workbook(io.BytesIO(fetched)).worksheets[0].max_row == 3


class TestLongPreviews:
    @pytest.fixture(autouse=True)
    def _few_are_many(self, monkeypatch):
        monkeypatch.setattr(delivery_rooms, "LOOKED_THROUGH_AT_ONCE", 1)

    def look(self, office, ours, capture, execute=True):
        with capture(execute=execute):
            sent = office.post(
                reverse("register:new"), {"organisation": ours.organisation.pk, "deed": "look"}
            )
        return office.get(sent.headers["Location"])

    def test_are_made_by_a_task(self, office, ours, django_capture_on_commit_callbacks):
        ours.registrable(2, surname="Hyvä")
        ours.registrable(surname="Suostumaton", consented_at=None, consent_version="")
        asks = office.get(reverse("register:new"))
        assert (asks.context["preview"], asks.context["many"]) == (None, 3)
        assert "Käy läpi" in asks.text
        page = self.look(office, ours, django_capture_on_commit_callbacks)
        at_once = preview(organisation=ours.organisation, choice=Choice())
        assert page.context["preview"] == at_once
        assert (at_once.row_count, at_once.left_out_count) == (2, 1)
        assert "Tee 2 rivin toimitus" in page.text
        assert "Suostumaton" in page.text
        # It holds no person's data, and is no list to fetch.
        asked = PreparedList.objects.get()
        assert "Suostumaton" not in str(asked.found)
        assert not office.get(reverse("register:prepared")).context["lists"]

    def test_say_that_they_are_under_way_and_are_asked_once(
        self, office, ours, django_capture_on_commit_callbacks
    ):
        ours.registrable(2)
        for _twice in range(2):
            page = self.look(office, ours, django_capture_on_commit_callbacks, execute=False)
        assert 'http-equiv="refresh"' in page.text
        assert page.context["preview"] is None
        assert PreparedList.objects.count() == 1

    def test_are_over_when_a_delivery_is_made(
        self, office, ours, django_capture_on_commit_callbacks
    ):
        ours.registrable(2)
        self.look(office, ours, django_capture_on_commit_callbacks)
        ours.deliver()
        page = office.get(reverse("register:new"))
        assert (page.context["asked"], page.context["preview"]) == (None, None)

    def test_are_ones_own(self, client, office, ours, django_capture_on_commit_callbacks):
        ours.registrable(2)
        self.look(office, ours, django_capture_on_commit_callbacks)
        colleague = MembershipFactory(
            organisation=ours.organisation, role=Membership.Role.STUDY_STAFF
        )
        client.force_login(colleague.user)
        assert client.get(reverse("register:new")).context["asked"] is None

    def test_who_lost_the_office_meanwhile_sees_none(
        self, office, ours, django_capture_on_commit_callbacks
    ):
        ours.registrable(2)
        self.look(office, ours, django_capture_on_commit_callbacks)
        PreparedList.objects.update(finished_at=None, found=None)
        ours.staff.memberships.all().delete()
        asked = PreparedList.objects.get()
        preparing.make_list({"prepared": asked.pk})
        asked.refresh_from_db()
        assert (asked.found, bool(asked.refused)) == (None, True)


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
        fields = TestProfiles().fields(theirs.organisation)
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

"""Lists that are too long to be made while somebody waits."""

import io

import openpyxl
import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from courses.models import ExportLog, PreparedList
from courses.registrar import delivery_rooms, file_rooms, preparing, reports
from courses.registrar.delivering import preview
from courses.registrar.listing import Choice
from home import clock
from tests.courses.registrar.rooms import body, room
from tests.factories.accounts import AdministratorFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]


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

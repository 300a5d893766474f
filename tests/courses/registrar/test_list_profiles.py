"""What an organisation's lists look like, and the identity codes that they may carry."""

import csv
import hashlib
import io
import zipfile

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import Membership
from courses.models import ExportLog, IdentityCodeReading
from courses.registrar.columns import OPTIONAL
from courses.registrar.identity_codes_kept import keep_code
from tests.courses.registrar.rooms import body, fetch, new, profile_fields, room
from tests.factories.accounts import MembershipFactory
from tests.factories.registrar import ListProfileFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]


NO_PLACES = ["columns-surname-place", "columns-credits-place", "columns-completed_on-place"]


class TestProfiles:
    def test_is_made_without_dragging_and_applied_to_every_file(self, office, ours):
        sent = office.post(reverse("listprofile:add"), profile_fields(ours.organisation))
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
            reverse("listprofile:add"), profile_fields(ours.organisation, **changes)
        )
        assert response.status_code == 400
        assert field in response.context["form"].errors

    def test_only_one_is_used_by_default(self, office, ours):
        ListProfileFactory(organisation=ours.organisation, is_default=True)
        response = office.post(
            reverse("listprofile:add"), profile_fields(ours.organisation, is_default="on")
        )
        assert set(response.context["form"].errors) & {"is_default", "__all__"}

    def test_the_default_one_is_chosen_for_a_delivery(self, office, ours):
        profile = ListProfileFactory(organisation=ours.organisation, is_default=True)
        assert office.get(new()).context["form"].cleaned_data["profile"] == profile

    def test_every_column_can_be_chosen(self, office, ours):
        keys = [column.key for column in OPTIONAL if column.key != "identity_code"]
        places = {f"columns-{key}-place": "9" for key in keys}
        sent = office.post(reverse("listprofile:add"), profile_fields(ours.organisation, **places))
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

"""Identity codes: kept encrypted, read on record, shown nowhere, erased in time."""

import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory
from django.urls import reverse
from django.views.debug import ExceptionReporter

from accounts import personal_data
from courses.models import IdentityCode, IdentityCodeReading
from courses.registrar import identity_codes_kept as kept
from courses.registrar.checks import identity_codes_have_a_key
from tests.factories.accounts import AdministratorFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

CODE = "131052-308T"
OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture(autouse=True)
def _key(settings):
    settings.IDENTITY_CODE_KEYS = [OLD]


@pytest.fixture
def organisation():
    return OrganisationFactory(uses_identity_codes=True)


@pytest.fixture
def person():
    return UserFactory()


def read(organisation, *people, reader=None):
    return kept.read_codes(
        organisation=organisation,
        people=[person.pk for person in people],
        reader=reader,
        purpose="toimitus 1",
    )


def test_a_code_comes_back_as_a_register_writes_it(organisation, person):
    kept.keep_code(person=person, organisation=organisation, code=" 131052–308t")
    assert read(organisation, person) == {person.pk: CODE}


def test_nothing_in_the_database_tells_the_code(organisation, person):
    row = kept.keep_code(person=person, organisation=organisation, code=CODE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ciphertext FROM courses_identitycode")
        [[stored]] = cursor.fetchall()
    assert CODE.encode() not in bytes(stored)
    assert b"131052" not in bytes(stored)
    assert CODE not in repr(row) + str(row)


def test_the_same_code_twice_looks_different(organisation, person):
    other = UserFactory()
    rows = [
        kept.keep_code(person=whose, organisation=organisation, code=CODE)
        for whose in (person, other)
    ]
    assert rows[0].ciphertext != rows[1].ciphertext


def test_a_new_code_takes_the_place_of_the_old_one_and_its_day(organisation, person):
    kept.keep_code(person=person, organisation=organisation, code=CODE)
    IdentityCode.objects.update(erase_on="2026-01-31", settled_on="2025-11-02")
    kept.keep_code(person=person, organisation=organisation, code="010100A002H")
    assert read(organisation, person) == {person.pk: "010100A002H"}
    assert IdentityCode.objects.get().erase_on is None


def test_what_is_no_code_is_not_kept(organisation, person):
    with pytest.raises(ValidationError):
        kept.keep_code(person=person, organisation=organisation, code="131052-308U")
    assert not IdentityCode.objects.exists()


def test_without_the_policy_or_a_key_nothing_is_kept(settings, organisation, person):
    plain = OrganisationFactory()
    with pytest.raises(PermissionError):
        kept.keep_code(person=person, organisation=plain, code=CODE)
    settings.IDENTITY_CODE_KEYS = []
    assert not kept.are_asked_by(organisation)
    with pytest.raises(PermissionError):
        kept.keep_code(person=person, organisation=organisation, code=CODE)


def test_one_organisations_codes_are_not_anothers(organisation, person):
    theirs = OrganisationFactory(uses_identity_codes=True)
    kept.keep_code(person=person, organisation=organisation, code=CODE)
    assert read(theirs, person) == {}
    assert kept.have_codes(organisation=theirs, people=[person.pk]) == set()
    assert kept.have_codes(organisation=organisation, people=[person.pk]) == {person.pk}


def test_a_ciphertext_on_another_row_does_not_open(organisation, person):
    kept.keep_code(person=person, organisation=organisation, code=CODE)
    other = UserFactory()
    IdentityCode.objects.update(person=other)
    with pytest.raises(kept.UnreadableCodeError, match="belongs to another row"):
        read(organisation, other)


def test_each_reading_is_written_down(organisation, person):
    staff, without = UserFactory(), UserFactory()
    kept.keep_code(person=person, organisation=organisation, code=CODE)
    read(organisation, person, without, reader=staff)
    [reading] = IdentityCodeReading.objects.all()
    assert (reading.person, reading.reader, reading.purpose) == (person, staff, "toimitus 1")
    assert reading.organisation == organisation


@pytest.mark.parametrize("count", [1, 3])
def test_readings_cost_the_same_for_one_and_three(organisation, django_assert_num_queries, count):
    people = UserFactory.create_batch(count)
    for person in people:
        kept.keep_code(person=person, organisation=organisation, code=CODE)
    with django_assert_num_queries(2):  # codes, readings
        assert len(read(organisation, *people)) == count


def test_keys_change_without_losing_a_code(settings, organisation, person):
    kept.keep_code(person=person, organisation=organisation, code=CODE)
    settings.IDENTITY_CODE_KEYS = [NEW, OLD]
    assert read(organisation, person) == {person.pk: CODE}
    said = io.StringIO()
    call_command("renew_identity_codes", stdout=said)
    assert said.getvalue().startswith("1 codes")
    assert kept.renew() == 0
    settings.IDENTITY_CODE_KEYS = [NEW]
    assert read(organisation, person) == {person.pk: CODE}
    settings.IDENTITY_CODE_KEYS = [OLD]
    with pytest.raises(kept.UnreadableCodeError, match="not in IDENTITY_CODE_KEYS"):
        read(organisation, person)


def test_renewing_without_a_key_is_told(settings):
    settings.IDENTITY_CODE_KEYS = []
    with pytest.raises(CommandError, match="IDENTITY_CODE_KEYS is empty"):
        call_command("renew_identity_codes")


class TestPolicy:
    def form(self, organisation):
        names = ("key", "kind", "name_fi", "name_sv", "name_en", "business_id")
        fields = {name: getattr(organisation, name) for name in names}
        return fields | {"institution_code": "", "uses_identity_codes": "on"}

    @pytest.mark.parametrize("has_key", [True, False])
    def test_is_turned_on_only_where_there_is_a_key(self, client, settings, has_key):
        settings.IDENTITY_CODE_KEYS = [OLD] if has_key else []
        organisation = OrganisationFactory()
        client.force_login(AdministratorFactory())
        address = reverse("organisation:edit", args=[organisation.pk])
        response = client.post(address, self.form(organisation))
        organisation.refresh_from_db()
        assert organisation.uses_identity_codes == has_key
        if not has_key:
            assert "IDENTITY_CODE_KEYS" in response.text

    def test_without_a_key_the_platform_says_so_at_the_start(self, settings, organisation):
        assert identity_codes_have_a_key(databases=["default"]) == []
        settings.IDENTITY_CODE_KEYS = []
        [error] = identity_codes_have_a_key(databases=["default"])
        assert organisation.name_fi in error.msg
        organisation.delete()
        assert identity_codes_have_a_key(databases=["default"]) == []


class TestReportsOfErrors:
    def report(self, request=None):
        try:
            kept.keep_code(
                person=UserFactory(),
                organisation=OrganisationFactory(uses_identity_codes=True),
                code=CODE[:-1] + "U",
            )
        except ValidationError as error:
            reporter = ExceptionReporter(request, type(error), error, error.__traceback__)
            # This test's own lines name the code.
            return "".join(
                str(frame["vars"]) for frame in reporter.get_traceback_frames()
                if "test_" not in str(frame["filename"])
            ), reporter  # fmt: skip
        raise AssertionError

    @pytest.mark.parametrize("debug", [True, False])
    def test_the_variables_of_keeping_are_hidden(self, settings, debug):
        settings.DEBUG = debug
        variables, _reporter = self.report()
        assert "keep_code" in str(_reporter.get_traceback_data())
        assert CODE[:-1] not in variables

    @pytest.mark.parametrize("debug", [True, False])
    def test_what_was_typed_is_hidden(self, settings, debug):
        settings.DEBUG = debug
        request: HttpRequest = RequestFactory().post("/", {"identity_code": CODE, "key": "AVAIN"})
        assert isinstance(request.POST, QueryDict)
        reporter = ExceptionReporter(request, ValueError, ValueError("x"), None)
        assert CODE not in reporter.get_traceback_text() + reporter.get_traceback_html()


class TestOnesOwnData:
    def test_says_that_a_code_is_kept_and_read_but_not_the_code(self, organisation, person):
        kept.keep_code(person=person, organisation=organisation, code=CODE)
        read(organisation, person)
        register = personal_data.export_of(person)["courses"]["register"]
        assert CODE not in json.dumps(register, default=str)
        assert register["identity_codes"][0]["organisation"] == organisation.name_fi
        assert register["identity_code_readings"][0]["purpose"] == "toimitus 1"

    def test_is_erased_with_the_person(self, organisation, person):
        other = UserFactory()
        for whose in (person, other):
            kept.keep_code(person=whose, organisation=organisation, code=CODE)
        personal_data.erase(user=person)
        assert [code.person for code in IdentityCode.objects.all()] == [other]

"""A person's own details: what is asked, what is refused, and the language that follows."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.learner_id import check_digit, in_full, validate_learner_id
from accounts.models import User
from tests.factories.accounts import OrganisationFactory, UserFactory

ID = "1.2.246.562.24.12345678907"
DETAILS = {
    "first_name": "Aino Maria",
    "last_name": "Oppija",
    "preferred_name": "Aino",
    "language": "fi",
    "profession": "sosiaalityöntekijä",
    "employer": "Kela Kuopio",
    "county": "",
    "home_organisation": "",
    "birth_date": "1985-06-24",
    "learner_id": ID,
}


@pytest.fixture
def person(client):
    user = UserFactory(first_name="Vanha", last_name="Nimi")
    client.force_login(user)
    return user


def save(client, **changes):
    return client.post(reverse("accounts:profile"), DETAILS | changes)


@pytest.mark.django_db
class TestSaving:
    def test_keeps_every_detail(self, client, person):
        county = OrganisationFactory(kind="county")

        response = save(client, home_organisation=county.pk, county=county.pk)

        person.refresh_from_db()
        assert response.url == reverse("accounts:profile")
        assert {name: getattr(person, name) for name in DETAILS if name != "birth_date"} == (
            {name: value for name, value in DETAILS.items() if name != "birth_date"}
            | {"home_organisation": county, "county": county}
        )
        assert person.birth_date == datetime.date(1985, 6, 24)
        page = client.get(response.url)
        assert [str(message) for message in page.context["messages"]] != []
        assert 'value="24.06.1985"' in page.text

    def test_everything_but_the_language_may_be_left_out(self, client, person):
        User.objects.filter(pk=person.pk).update(first_name="", last_name="")
        save(client, **dict.fromkeys(DETAILS, "") | {"language": "fi"})

        person.refresh_from_db()
        assert (person.first_name, person.birth_date, person.learner_id) == ("", None, "")

    def test_the_language_begins_at_once(self, client, person):
        response = client.post("/fi/tili/tiedot/", DETAILS | {"language": "sv"})

        assert response.url == "/sv/tili/tiedot/"

    def test_a_birth_date_may_be_typed_the_finnish_way(self, client, person):
        save(client, birth_date="24.6.1985")

        person.refresh_from_db()
        assert person.birth_date == datetime.date(1985, 6, 24)

    def test_digits_of_the_learner_id_are_enough(self, client, person):
        save(client, learner_id=" 12345678907 ")

        person.refresh_from_db()
        assert person.learner_id == ID

    def test_only_ones_own_row_changes(self, client, person):
        other = UserFactory(first_name="Toinen")

        client.post(reverse("accounts:profile"), DETAILS | {"id": other.pk, "pk": other.pk})

        other.refresh_from_db()
        assert other.first_name == "Toinen"

    @pytest.mark.parametrize("smuggled", ["is_staff", "is_superuser", "email", "erased_at"])
    def test_what_the_form_does_not_ask_cannot_be_sent(self, client, person, smuggled):
        before = getattr(person, smuggled)

        save(client, **{smuggled: "2026-01-01" if smuggled == "erased_at" else "on"})

        person.refresh_from_db()
        assert getattr(person, smuggled) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("learner_id", "1.2.246.562.24.1234567890", id="ten digits"),
        pytest.param("learner_id", "1.2.246.562.10.12345678907", id="an organisation's id"),
        pytest.param("learner_id", "1.2.246.562.24.12345678908", id="wrong check digit"),
        pytest.param("learner_id", "1.2.246.562.24.02345678900", id="begins with zero"),
        pytest.param("learner_id", "131052-308T", id="a personal identity code"),
        pytest.param("birth_date", "1.1.1800", id="two hundred years ago"),
        pytest.param("birth_date", "huomenna", id="no date"),
        pytest.param("birth_date", "31.2.1990", id="a day that is not"),
        pytest.param("language", "de", id="a language that we lack"),
        pytest.param("home_organisation", "999999", id="an organisation that is not"),
        pytest.param("home_organisation", "x", id="no number"),
        pytest.param("first_name", "A" * 151, id="a name too long"),
    ],
)
def test_bad_details_are_said_at_their_field_and_change_nothing(client, person, field, value):
    response = save(client, **{field: value})

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert f'href="#id_{field}"' in response.text
    person.refresh_from_db()
    assert person.first_name == "Vanha"


@pytest.mark.django_db
def test_nobody_is_born_tomorrow(client, person):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)

    response = save(client, birth_date=tomorrow.isoformat())

    assert set(response.context["form"].errors) == {"birth_date"}


@pytest.mark.django_db
def test_a_year_typed_by_habit_is_told(client, person):
    response = save(client, birth_date=f"{timezone.localdate().year}-01-01")

    assert set(response.context["form"].errors) == {"birth_date"}


@pytest.mark.django_db
def test_what_was_typed_is_kept(client, person):
    response = save(client, learner_id="abc", preferred_name="Ainukka")

    assert 'value="Ainukka"' in response.text
    assert 'value="abc"' in response.text


@pytest.mark.django_db
def test_the_form_tells_the_browser_what_is_asked(client, person):
    page = client.get(reverse("accounts:profile")).text

    for field, purpose in {
        "first_name": "given-name",
        "last_name": "family-name",
        "birth_date": "bday",
    }.items():
        control = re.search(rf'<input[^>]*id="id_{field}"[^>]*>', page)[0]
        assert f'autocomplete="{purpose}"' in control


@pytest.mark.django_db
def test_organisations_stand_in_the_order_of_the_language_that_is_read(client, person):
    OrganisationFactory(name_fi="Ahvenanmaa", name_sv="Åland")
    OrganisationFactory(name_fi="Länsi-Uusimaa", name_sv="Västra Nyland")
    OrganisationFactory(name_fi="Pohjanmaa", name_sv="Österbotten")
    OrganisationFactory(name_fi="Varha", name_sv="Egentliga Finland")

    form = client.get("/sv/tili/tiedot/").context["form"]
    names = [label for _key, label in form.fields["home_organisation"].choices]

    assert names[1:] == ["Egentliga Finland", "Västra Nyland", "Åland", "Österbotten"]


@pytest.mark.django_db
@pytest.mark.parametrize("organisations", [1, 3])
def test_query_count_does_not_grow_with_organisations(
    client, person, django_assert_num_queries, organisations
):
    OrganisationFactory.create_batch(organisations)

    # Session, person, organisations, counties, navigation.
    with django_assert_num_queries(5):
        client.get(reverse("accounts:profile"))


class TestLearnerId:
    @pytest.mark.parametrize(
        ("number", "digit"), [("1234567890", "7"), ("1000000000", "3"), ("9999999999", "0")]
    )
    def test_check_digit(self, number, digit):
        assert check_digit(number) == digit

    def test_each_slip_of_one_digit_is_found(self):
        digits = ID.removeprefix("1.2.246.562.24.")
        for place in range(1, 11):
            for slip in set("0123456789") - {digits[place]}:
                with pytest.raises(ValidationError):
                    validate_learner_id(
                        f"1.2.246.562.24.{digits[:place]}{slip}{digits[place + 1 :]}"
                    )

    def test_what_is_not_eleven_digits_is_left_as_it_is(self):
        assert in_full("1.2.3") == "1.2.3"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"learner_id": "131052-308T"}, id="learner id"),
        pytest.param({"birth_date": datetime.date(1899, 12, 31)}, id="born before 1900"),
        pytest.param(
            {"erased_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
            id="erased, and could sign in",
        ),
    ],
)
def test_the_database_refuses_what_the_forms_would(broken):
    user = UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**broken)


@pytest.mark.django_db
def test_a_name_that_was_given_is_corrected_but_not_taken_away(client):
    person = UserFactory(first_name="Aino", last_name="Oppija")
    client.force_login(person)
    given = {"first_name": "", "last_name": " ", "language": "fi"}
    refused = client.post("/fi/tili/tiedot/", given)
    assert {"first_name", "last_name"} <= set(refused.context["form"].errors)
    person.refresh_from_db()
    assert person.get_full_name() == "Aino Oppija"
    client.post("/fi/tili/tiedot/", given | {"first_name": "Aino Maria", "last_name": "Oppija"})
    person.refresh_from_db()
    assert person.get_full_name() == "Aino Maria Oppija"

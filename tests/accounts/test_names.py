"""A name is one line that can be seen, by whichever form it comes."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from accounts.groups import EDITORS
from accounts.models import User
from accounts.names import tidy_name
from tests.factories.accounts import AdministratorFactory, UserFactory

REFUSED = "Tässä on merkki, joka ei näy."


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        pytest.param("  Aino \t", "Aino", id="white space at the ends"),
        pytest.param("Aino\r\nMaria", "Aino Maria", id="a line break"),
        pytest.param("Aino\u2028Maria\u00a0Elina", "Aino Maria Elina", id="spaces of other kinds"),
        pytest.param("\ufeffAino\u200b \u200d", "Aino", id="what pasting leaves at the ends"),
        pytest.param("Ja\u0308rvinen", "Järvinen", id="a letter in two parts"),
        pytest.param("\u06a9\u06cc\u200c\u0627\u0646", "\u06a9\u06cc\u200c\u0627\u0646", id="Fa"),
        pytest.param("ස්\u200dරී", "ස්\u200dරී", id="a joiner upon a mark, as in Sinhala"),
        pytest.param("Ánne-Márjá O’Neill d’Été", "Ánne-Márjá O’Neill d’Été", id="signs of names"),
        pytest.param("Nguyễn Þór Łukasz 李", "Nguyễn Þór Łukasz 李", id="letters of other lands"),
        pytest.param(" \u200d\n\u3000", "", id="nothing but blanks"),
    ],
)
def test_a_name_is_stored_tidy(typed, stored):
    assert tidy_name(typed) == stored
    assert tidy_name(stored) == stored


UNSEEN = [
    *[
        pytest.param(f"Ai{chr(code)}no", id=f"U+{code:04X}")
        for code in (
            *range(0x202A, 0x202F),
            *range(0x2066, 0x206A),
            *(0x200E, 0x200F, 0x061C, 0x00, 0x07, 0x1B, 0x7F, 0x9F, 0x00AD, 0x180E),
            *(0x200B, 0x2060, 0xFEFF, 0xE000, 0xE0041, 0xFFFF, 0xD800, 0x3164, 0x2800),
        )
    ],
    pytest.param("\u202eonia", id="at the beginning"),
    pytest.param("Aino\u200f", id="at the end"),
    pytest.param("Aino \u200dMaria", id="a joiner that joins nothing"),
]


@pytest.mark.parametrize("typed", UNSEEN)
def test_a_character_that_cannot_be_seen_is_refused(typed):
    with pytest.raises(ValidationError):
        tidy_name(typed)


@pytest.mark.django_db
class TestForms:
    DISGUISED = "Aino\u202eireeV"

    @pytest.fixture
    def person(self, client):
        user = UserFactory(first_name="Vanha", last_name="Nimi")
        client.force_login(user)
        return user

    @pytest.mark.parametrize("field", ["first_name", "last_name", "preferred_name"])
    def test_ones_own_details_refuse_it_at_its_field(self, client, person, field):
        words = {"first_name": "Aino", "last_name": "Oppija", "language": "fi"}

        response = client.post(
            reverse("accounts:profile"), words | {"preferred_name": "", field: self.DISGUISED}
        )

        assert set(response.context["form"].errors) == {field}
        assert REFUSED in response.text
        person.refresh_from_db()
        assert person.first_name == "Vanha"

    def test_ones_own_details_are_stored_tidy(self, client, person):
        words = {"first_name": "Aino\u00a0 Maria", "last_name": "Ja\u0308rvi", "language": "fi"}

        client.post(reverse("accounts:profile"), words | {"preferred_name": "\u200d \ufeff"})

        person.refresh_from_db()
        assert (person.first_name, person.last_name) == ("Aino Maria", "Järvi")
        assert person.preferred_name == ""

    @pytest.mark.parametrize("field", ["first_name", "last_name", "preferred_name"])
    @pytest.mark.parametrize("place", ["add", "edit"])
    def test_the_administrators_form_refuses_it(self, client, field, place):
        client.force_login(AdministratorFactory())
        person = UserFactory(first_name="Vanha")
        words = {
            "email": "uusi@esimerkki.fi",
            "first_name": "Uuno",
            "last_name": "Uusi",
            "preferred_name": "",
            "language": "fi",
            "is_active": "on",
        }

        response = client.post(
            reverse(f"wagtailusers_users:{place}", args=[person.pk] if place == "edit" else []),
            words | {field: self.DISGUISED},
        )

        assert set(response.context["form"].errors) == {field}
        person.refresh_from_db()
        assert person.first_name == "Vanha"
        assert not User.objects.filter(email="uusi@esimerkki.fi").exists()

    def test_an_editors_own_settings_refuse_it(self, client, person):
        person.groups.add(Group.objects.get(name=EDITORS))

        response = client.post(
            reverse("wagtailadmin_account"),
            {"name_email-first_name": self.DISGUISED, "name_email-last_name": "Nimi"},
        )

        assert REFUSED in response.text
        person.refresh_from_db()
        assert person.first_name == "Vanha"

    def test_an_older_row_is_left_as_it_is(self):
        person = UserFactory()
        User.objects.filter(pk=person.pk).update(first_name=self.DISGUISED)

        person.refresh_from_db()
        person.save()

        assert User.objects.get(first_name=self.DISGUISED) == person


def test_no_migration_tells_a_name_from_other_text():
    assert User._meta.get_field("first_name").deconstruct()[1] == "django.db.models.CharField"
    assert isinstance(User._meta.get_field("first_name"), models.CharField)

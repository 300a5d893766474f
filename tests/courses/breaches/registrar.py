"""Tries to break the constraints on profiles, deliveries and identity codes."""

from collections.abc import Callable

from django.utils import timezone

from courses.models import Delivery, DeliveryRow, IdentityCode
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.courses import CourseRunFactory
from tests.factories.registrar import ListProfileFactory, delivered


def same_profile_name_twice():
    first = ListProfileFactory()
    ListProfileFactory(organisation=first.organisation, name=first.name)


def two_default_profiles():
    first = ListProfileFactory(is_default=True)
    ListProfileFactory(organisation=first.organisation, is_default=True)


def a_delivery(**fields):
    made = delivered(CourseRunFactory(), UserFactory())
    Delivery.objects.filter(pk=made.pk).update(**fields)
    return made


def same_number_twice():
    first = a_delivery()
    first.pk = None
    first.save(force_insert=True)


def row_again(**fields):
    row = a_delivery().rows.get()
    row.pk = None
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def same_place_twice():
    other = a_delivery().rows.get().completion
    row_again(completion=other)


def entered_by_nobody():
    DeliveryRow.objects.filter(delivery=a_delivery()).update(entered_at=timezone.now())


def two_codes():
    organisation, person = OrganisationFactory(), UserFactory()
    for ciphertext in (b"a", b"b"):
        IdentityCode.objects.create(
            organisation=organisation,
            person=person,
            ciphertext=ciphertext,
            given_at=timezone.now(),
        )


BREACHES: list[tuple[Callable[[], object], str]] = [
    (same_profile_name_twice, "courses_profile_named_once"),
    (two_default_profiles, "courses_profile_one_default"),
    (same_number_twice, "courses_delivery_numbered_once"),
    (lambda: a_delivery(row_count=0), "courses_delivery_is_not_empty"),
    (lambda: row_again(position=2), "courses_row_once_per_delivery"),
    (same_place_twice, "courses_row_place_taken_once"),
    (entered_by_nobody, "courses_row_entered_by_somebody"),
    (two_codes, "courses_identity_code_once"),
]

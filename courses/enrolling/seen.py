"""
What staff see of a learner: names, and an address where there is one to see.

Of somebody whom staff enrolled and who has not answered yet it is what staff typed, and nothing
of the account, not even whether there was one. Of a protected person it is the names.
"""

from dataclasses import dataclass

from django.db.models import Case, CharField, F, Q, When
from django.utils.translation import gettext as _

from accounts import protection
from accounts.models import User


@dataclass(frozen=True)
class Seen:
    """One learner as staff see them; `called` is the name to call them by."""

    given_names: str
    surname: str
    address: str
    called: str
    is_protected: bool = False

    @property
    def name(self) -> str:
        """Given names and surname; where none is told, what else tells who it is."""
        return f"{self.given_names} {self.surname}".strip() or self.address or self.called

    @property
    def listed_name(self) -> str:
        """The same as lists have it: surname first."""
        return f"{self.surname} {self.given_names}".strip() or self.called

    @property
    def address_in_words(self) -> str:
        """The address, or that it is kept back."""
        return protection.in_words() if self.is_protected else self.address


def seen_columns(enrolment: str = "") -> dict[str, Case]:
    """
    Return the same as columns, to order and to search by; `enrolment` is the way from a row.
    """
    way = f"{enrolment}__" if enrolment else ""
    waits = Q(**{f"{way}confirmed_at__isnull": True})
    address = protection.shown(f"{way}learner__email", person=f"{way}learner", otherwise="")
    either = {
        "seen_surname": ("typed_surname", F(f"{way}learner__last_name")),
        "seen_given_names": ("typed_given_names", F(f"{way}learner__first_name")),
        "seen_address": ("typed_address", address),
    }
    return {
        name: Case(When(waits, then=f"{way}{typed}"), default=known, output_field=CharField())
        for name, (typed, known) in either.items()
    }


def seen_person(person: User) -> Seen:
    """Return somebody who has taken part themselves."""
    return Seen(
        given_names=person.first_name,
        surname=person.last_name,
        address="" if person.erased_at else protection.address_of(person),
        called=person.display_name,
        is_protected=person.contact_is_protected and person.erased_at is None,
    )


def seen_of(number: int, given_names: str, surname: str, address: str) -> Seen:
    """Return somebody of whom staff know only what they typed."""
    nobody = address or _("Person %(number)s") % {"number": number}
    called = f"{given_names} {surname}".strip() or nobody
    return Seen(given_names, surname, address, called)

"""
Non-disclosure for personal safety (turvakielto): what of a person nobody else gets to see.

The e-mail address, employer, county and own organisation of a protected person are shown to
themselves alone: on no screen, in no file, by no search. This is the one place that decides;
whoever shows one of them to others asks here, for an object or for a queryset. Mail goes to
the person as before: what is kept from others is the address, not the letter.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.dispatch import Signal
from django.utils.translation import gettext

from accounts.models import User

FLAG = "contact_is_protected"

# Sent when somebody becomes protected (argument: `person`), so that what was made before and
# lies waiting is not handed out any more.
contact_protected = Signal()


def in_words() -> str:
    """What stands where staff would else ask why a place is empty."""
    return gettext("non-disclosure")


def address_of(person: User) -> str:
    """Return the e-mail address as others may see it; empty for a protected person."""
    return "" if person.contact_is_protected else person.email


def address_in_words(person: User) -> str:
    """Return the same, with words where it is kept back."""
    return address_of(person) or in_words()


def protected(person: str = "") -> Q:
    """Return what holds for protected people; `person` is the way to them from a row."""
    return Q(**{_path(person, FLAG): True})


def shown(field: str, *, person: str, otherwise: Any = None) -> Case:
    """
    Return a column as others may see it: `otherwise` in the rows of protected people.

    `field` may be a copy that a row keeps; `person` is the way from the row to whose it is. A
    text is empty for them, any other column NULL.
    """
    kind = CharField() if otherwise == "" else None
    return Case(When(protected(person), then=Value(otherwise)), default=F(field), output_field=kind)


def found_by(field: str, text: str, *, person: str) -> Q:
    """Return what finds a text in a column of those who are not protected."""
    return Q(**{f"{field}__icontains": text}) & ~protected(person)


def _path(person: str, field: str) -> str:
    return f"{person}__{field}" if person else field


def protect_person(person: User) -> bool:
    """Set non-disclosure for a person; return whether it is new. Others never take it away."""
    new = User.objects.filter(pk=person.pk, contact_is_protected=False, erased_at__isnull=True)
    changed = bool(new.update(contact_is_protected=True))
    person.contact_is_protected = person.contact_is_protected or changed
    if changed:
        contact_protected.send(sender=User, person=person)
    return changed


def tell_if_new(person: User, changed: Collection[str]) -> None:
    """Tell that somebody became protected by a form whose changed fields these are."""
    if FLAG in changed and person.contact_is_protected:
        contact_protected.send(sender=User, person=person)

"""
Accounts that were asked for and never confirmed: they have no owner yet.

Somebody signs up, closes the page before the code comes, and signs up again. The second
sign-up goes on with the same account; but whose password holds? Anybody may have typed the
address the first time, and may type it again while the owner waits for the code. So:

- A password typed at sign-up proves nothing. Only the code does, for it comes to the mailbox.
- The password that holds is the one typed in the very session that gives the code. It waits
  in that session (as a hash) and is written in the transaction that confirms the address. A
  password parked on the address earlier is overwritten there; one that a stranger types
  meanwhile waits in the stranger's session, which never sees a code.
- It is not written when the form is sent. Then a stranger who signs up after the owner would
  change the account's password under them, and the owner's own code would confirm it.
- Once an address is confirmed, or anybody has signed in, the account has an owner, and
  signing up again only mails them that they have an account.

The page looks the same in every case, and a password is hashed in every case, so neither it
nor the time that it takes tells whether the address is known.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User

_SESSION_KEY = "accounts_password_of_sign_up"


def unclaimed() -> QuerySet[User]:
    """People who signed up and neither confirmed the address nor ever signed in."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(
        Exists(addresses.filter(verified=False)),
        ~Exists(addresses.filter(verified=True)),
        erased_at__isnull=True,
        last_login__isnull=True,
    )


def find_unclaimed(email: str) -> User | None:
    """Return the account of this address if it waits for its code; not one that was closed."""
    return unclaimed().filter(email__iexact=email, is_active=True).first()


def keep_password(request: HttpRequest, person: User, hashed: str, language: str) -> None:
    """
    Let the password wait in this session for the code.

    The account counts as asked for today, so that tidying leaves it time for the code.
    """
    User.objects.filter(pk=person.pk).update(date_joined=timezone.now())
    request.session[_SESSION_KEY] = {
        "user": person.pk,
        "email": person.email,
        "password": hashed,
        "language": language,
    }


def write_kept_password(request: HttpRequest, address: EmailAddress) -> None:
    """Give the account the password that waits here; call it when the code has been given."""
    kept: dict[str, Any] = request.session.pop(_SESSION_KEY, {})
    if (kept.get("user"), kept.get("email")) == (address.user_id, address.email):
        User.objects.filter(pk=address.user_id, last_login__isnull=True).update(
            password=kept["password"], language=kept["language"]
        )


def drop_kept_password(request: HttpRequest) -> None:
    """Forget it: the person has come in, or tries another way."""
    request.session.pop(_SESSION_KEY, None)

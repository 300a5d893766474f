"""What allauth asks of us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language


class AccountAdapter(DefaultAccountAdapter):
    """New people keep the language in which they signed up."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Fill the new user from the sign-up form."""
        user.language = (get_language() or "fi")[:2]
        return super().save_user(request, user, form, commit)

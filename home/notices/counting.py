"""How many notices wait for whoever is signed in, known with the person in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from home.notices.models import Notice


class CountingBackend(AuthenticationBackend):
    """Sign-in as it was; the person of a request has `unread_notices` for the header."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person of a session with the count; None for a closed account."""
        unread = Notice.objects.unread().filter(person=OuterRef("pk")).order_by()
        counted = unread.values("person").annotate(number=Count("pk")).values("number")
        count = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
        user = User.objects.annotate(unread_notices=count).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

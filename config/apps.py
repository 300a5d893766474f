"""The composed site: Django's system checks of the whole."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PlatformConfig(AppConfig):
    """Config comes first among the apps, so that its templates and commands win."""

    name = "config"
    label = "platform"

    def ready(self) -> None:
        # Here and not in accounts, which lies below the clock.
        from accounts import tidying
        from home import clock

        clock.register("sessions", tidying.clear_sessions)
        clock.register("unconfirmed", tidying.erase_unconfirmed)


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's app of users, told of our lists and forms."""

    group_viewset = "accounts.groups_admin.GroupViewSet"
    user_viewset = "accounts.people_admin.PeopleViewSet"

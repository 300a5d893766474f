"""Who people are, which organisation they act for, and how they sign in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from accounts import account_data, addresses, admin_door, personal_data

        addresses.connect()
        admin_door.connect()
        personal_data.register(
            "account", export=account_data.export_account, erase=account_data.erase_account
        )

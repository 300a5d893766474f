"""The composed site: Django's system checks of the whole."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Config comes first among the apps, so that its templates and commands win."""

    name = "config"
    label = "platform"

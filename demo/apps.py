"""The demo installation: its courses, people and mail."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"

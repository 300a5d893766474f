"""Editors upload H5P exercises and replace them; moderators may delete them too."""

from django.db import migrations

from accounts.groups import EDITORS, MODERATORS, allow, disallow

WRITE = ["home.add_h5ppackage", "home.change_h5ppackage"]
MODERATE = [*WRITE, "home.delete_h5ppackage"]


def give(apps, schema_editor):
    allow(apps, EDITORS, WRITE)
    allow(apps, MODERATORS, MODERATE)


def take_back(apps, schema_editor):
    disallow(apps, EDITORS, WRITE)
    disallow(apps, MODERATORS, MODERATE)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_experts_check_content"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]

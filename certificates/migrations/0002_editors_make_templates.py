"""Editors write certificate templates from the first day on; moderators publish them."""

from django.db import migrations

from accounts.groups import EDITORS, MODERATORS, allow, disallow

WRITE = ["certificates.add_certificatetemplate", "certificates.change_certificatetemplate"]
MODERATE = [*WRITE, "certificates.publish_certificatetemplate"]


def give(apps, schema_editor):
    allow(apps, EDITORS, WRITE)
    allow(apps, MODERATORS, MODERATE)


def take_back(apps, schema_editor):
    disallow(apps, EDITORS, WRITE)
    disallow(apps, MODERATORS, MODERATE)


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]

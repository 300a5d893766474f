"""Editors write terms and service cards from the first day on; moderators publish them."""

from django.db import migrations

from accounts.groups import EDITORS, MODERATORS, allow, disallow

KINDS = ("glossaryterm", "servicecard")
WRITE = [f"home.{deed}_{kind}" for kind in KINDS for deed in ("add", "change")]
MODERATE = [
    *WRITE,
    *(f"home.{deed}_{kind}" for kind in KINDS for deed in ("delete", "publish", "lock", "unlock")),
]


def give(apps, schema_editor):
    allow(apps, EDITORS, WRITE)
    allow(apps, MODERATORS, MODERATE)


def take_back(apps, schema_editor):
    disallow(apps, EDITORS, WRITE)
    disallow(apps, MODERATORS, MODERATE)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_editors_keep_content"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]

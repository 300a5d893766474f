"""Editors and moderators keep the statements of self-assessments from the first day on."""

from django.db import migrations

from accounts.groups import EDITORS, MODERATORS, allow, disallow

PERMISSIONS = ["courses.add_statementset", "courses.change_statementset"]


def give(apps, schema_editor):
    for group in (EDITORS, MODERATORS):
        allow(apps, group, PERMISSIONS)


def take_back(apps, schema_editor):
    for group in (EDITORS, MODERATORS):
        disallow(apps, group, PERMISSIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0007_files_of_people"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]

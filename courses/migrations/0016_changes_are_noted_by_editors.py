"""Editors and moderators note what changes in courses, and when it was noted is kept."""

import django.utils.timezone
from django.db import migrations, models

from accounts.groups import EDITORS, MODERATORS, allow, disallow

PERMISSIONS = ["courses.add_curriculumchange", "courses.change_curriculumchange"]


def give(apps, schema_editor):
    for group in (EDITORS, MODERATORS):
        allow(apps, group, PERMISSIONS)


def take_back(apps, schema_editor):
    for group in (EDITORS, MODERATORS):
        disallow(apps, group, PERMISSIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0015_curricula_have_a_history"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="curriculumchange",
            name="noted_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="noted"
            ),
        ),
        migrations.AlterField(
            model_name="curriculumchange",
            name="summary_en",
            field=models.TextField(
                blank=True, max_length=2000, verbose_name="what changed, in English"
            ),
        ),
        migrations.AlterField(
            model_name="curriculumchange",
            name="summary_fi",
            field=models.TextField(max_length=2000, verbose_name="what changed, in Finnish"),
        ),
        migrations.AlterField(
            model_name="curriculumchange",
            name="summary_sv",
            field=models.TextField(
                blank=True, max_length=2000, verbose_name="what changed, in Swedish"
            ),
        ),
        migrations.RunPython(give, take_back),
    ]

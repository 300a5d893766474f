"""Wagtail names its approval in English; editors read the name on every page that they send."""

from django.db import migrations

BEFORE, AFTER = "Moderators approval", "Moderaattorin hyväksyntä"


def rename(before, after):
    def change(apps, schema_editor):
        # One that an administrator has named stays as it is.
        for model in ("Workflow", "Task"):
            rows = apps.get_model("wagtailcore", model).objects
            rows.filter(name=before).update(name=after)

    return change


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0009_numbers_have_limits"),
        ("wagtailcore", "0048_add_default_workflows"),
    ]

    operations = [migrations.RunPython(rename(BEFORE, AFTER), rename(AFTER, BEFORE))]

"""Editors write questions and quizzes from the first day on; moderators publish them."""

from django.db import migrations

from accounts.groups import EDITORS, MODERATORS, allow, disallow

WRITE = [
    "quizzes.add_question",
    "quizzes.change_question",
    "quizzes.add_questionbank",
    "quizzes.change_questionbank",
    "quizzes.add_quiz",
    "quizzes.change_quiz",
]
MODERATE = [
    *WRITE,
    "quizzes.delete_question",
    "quizzes.publish_question",
    "quizzes.lock_question",
    "quizzes.unlock_question",
]


def give(apps, schema_editor):
    allow(apps, EDITORS, WRITE)
    allow(apps, MODERATORS, MODERATE)


def take_back(apps, schema_editor):
    disallow(apps, EDITORS, WRITE)
    disallow(apps, MODERATORS, MODERATE)


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]

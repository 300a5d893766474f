"""Questions go through the same approval as pages; an administrator may choose another."""

from django.db import migrations

WORKFLOW = "Moderators approval"


def assign(apps, schema_editor):
    workflow = apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).first()
    if workflow is None:  # an administrator has renamed or removed it
        return
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="quizzes", model="question"
    )
    apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
        content_type=content_type, defaults={"workflow": workflow}
    )


def take_back(apps, schema_editor):
    apps.get_model("wagtailcore", "WorkflowContentType").objects.filter(
        content_type__app_label="quizzes", content_type__model="question"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0002_editors_make_quizzes"),
        ("wagtailcore", "0090_remove_grouppagepermission_permission_type"),
    ]

    operations = [migrations.RunPython(assign, take_back)]

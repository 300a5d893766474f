"""
Content is checked by somebody who knows the subject, then published by a moderator.

Experts open and mend every page but publish none. A moderator may stand in for them, so that
nothing waits for ever where nobody has been named an expert yet. The names are data, read by
people of both languages.
"""

from django.db import migrations

from accounts.groups import MODERATORS, SUBJECT_EXPERTS

# As Wagtail named it, and as `quizzes` renames it; whichever of the two has run by now.
APPROVALS = ["Moderators approval", "Moderaattorin hyväksyntä"]
WORKFLOW = "Asiantuntija, sitten julkaisija – Expert, sedan utgivare"
CHECK = "Asiantuntijan tarkistus – Expertgranskning"
PUBLISH = "Julkaisijan hyväksyntä – Utgivarens godkännande"
INSIDE = ("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")
CHANGE = ("wagtailcore", "page", "change_page", "Can change page")


def add(apps, schema_editor):
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=SUBJECT_EXPERTS)
    group.permissions.add(_permission(apps, *INSIDE))
    page_permissions = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for root in apps.get_model("wagtailcore", "Page").objects.filter(depth=1):
        page_permissions.get_or_create(
            group=group, page=root, permission=_permission(apps, *CHANGE)
        )
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    for workflow in apps.get_model("wagtailcore", "Workflow").objects.filter(name__in=APPROVALS):
        task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
            name=CHECK, content_type=content_type
        )
        task.groups.add(group, *apps.get_model("auth", "Group").objects.filter(name=MODERATORS))
        places = apps.get_model("wagtailcore", "WorkflowTask").objects
        for place in places.filter(workflow=workflow):
            place.sort_order = (place.sort_order or 0) + 1
            place.save()
        places.create(workflow=workflow, task=task, sort_order=0)
        workflow.name = WORKFLOW
        workflow.save()
        # Terms and service cards go the way of pages; questions do since they are.
        for kind in apps.get_model("contenttypes", "ContentType").objects.filter(
            app_label="home", model__in=["glossaryterm", "servicecard"]
        ):
            apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
                content_type=kind, defaults={"workflow": workflow}
            )
    apps.get_model("wagtailcore", "Task").objects.filter(name__in=APPROVALS).update(name=PUBLISH)


def remove(apps, schema_editor):
    apps.get_model("wagtailcore", "WorkflowTask").objects.filter(task__name=CHECK).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name=CHECK).update(active=False)
    apps.get_model("wagtailcore", "Task").objects.filter(name=PUBLISH).update(name=APPROVALS[-1])
    workflows = apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW)
    workflows.update(name=APPROVALS[-1])
    apps.get_model("auth", "Group").objects.filter(name=SUBJECT_EXPERTS).delete()


def _permission(apps, label, model, codename, name):
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=label, model=model
    )
    permission, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_editors_write_words"),
        ("quizzes", "0010_the_approval_has_a_finnish_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(add, remove)]

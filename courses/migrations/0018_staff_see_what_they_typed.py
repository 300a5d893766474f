"""
Until learners answer, staff see of them what staff typed, and nothing is completed.

What was typed before this is not known but for the address: it was the account's. Whoever
completed a course without having answered has taken part all the same.
"""

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def fill_in(apps, schema_editor):
    enrolments = apps.get_model("courses", "Enrolment").objects.filter(confirmed_at__isnull=True)
    people = apps.get_model("accounts", "User").objects.filter(erased_at__isnull=True)
    enrolments.filter(completed_at__isnull=False).update(confirmed_at=F("completed_at"))
    enrolments.filter(learner__in=people).update(
        typed_address=Subquery(people.filter(pk=OuterRef("learner")).values("email")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_people_may_be_protected"),
        ("courses", "0017_fields_of_study_are_known"),
    ]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="typed_address",
            field=models.EmailField(
                blank=True, default="", max_length=254, verbose_name="address as typed by staff"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="enrolment",
            name="typed_given_names",
            field=models.CharField(
                blank=True, default="", max_length=150, verbose_name="given names as typed by staff"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="enrolment",
            name="typed_surname",
            field=models.CharField(
                blank=True, default="", max_length=150, verbose_name="surname as typed by staff"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("completed_at__isnull", True), ("confirmed_at__isnull", False), _connector="OR"
                ),
                name="courses_enrolment_completes_after_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at__isnull", True),
                    models.Q(
                        ("typed_address", ""), ("typed_given_names", ""), ("typed_surname", "")
                    ),
                    _connector="OR",
                ),
                name="courses_enrolment_answered_keeps_nothing_typed",
            ),
        ),
    ]

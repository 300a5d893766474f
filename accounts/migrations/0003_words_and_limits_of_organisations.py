"""Years of organisations are years; broken rules are told in words."""

import django.core.validators
from django.db import migrations, models

import accounts.business_id


def within_limits(apps, schema_editor):
    """Empty what is no year: nobody could have meant it."""
    organisations = apps.get_model("accounts", "Organisation").objects
    for field in ("starts_year", "ends_year"):
        organisations.filter(**{f"{field}__isnull": False}).exclude(
            **{f"{field}__gte": 1900, f"{field}__lte": 2200}
        ).update(**{field: None})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_erasure_and_learner_id"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(within_limits, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="organisation",
            name="business_id",
            field=models.CharField(
                blank=True,
                max_length=9,
                validators=[accounts.business_id.validate_business_id],
                verbose_name="business ID",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="ends_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        1900, "Check the year: it is between 1900 and 2200."
                    ),
                    django.core.validators.MaxValueValidator(
                        2200, "Check the year: it is between 1900 and 2200."
                    ),
                ],
                verbose_name="last year",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="starts_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(
                        1900, "Check the year: it is between 1900 and 2200."
                    ),
                    django.core.validators.MaxValueValidator(
                        2200, "Check the year: it is between 1900 and 2200."
                    ),
                ],
                verbose_name="first year",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("starts_year__isnull", True),
                        models.Q(("starts_year__gte", 1900), ("starts_year__lte", 2200)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("ends_year__isnull", True),
                        models.Q(("ends_year__gte", 1900), ("ends_year__lte", 2200)),
                        _connector="OR",
                    ),
                ),
                name="accounts_organisation_years_between_1900_and_2200",
                violation_error_message="Check the year: it is between 1900 and 2200.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="membership",
            name="accounts_membership_once_per_role",
            constraint=models.UniqueConstraint(
                fields=("user", "organisation", "role"),
                name="accounts_membership_once_per_role",
                violation_error_message="This person has this role already.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="organisation",
            name="accounts_organisation_ends_after_it_starts",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_year__isnull", True),
                    ("ends_year__isnull", True),
                    ("ends_year__gte", models.F("starts_year")),
                    _connector="OR",
                ),
                name="accounts_organisation_ends_after_it_starts",
                violation_error_message="The last year is the first one or later.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="user",
            name="accounts_user_erased_cannot_sign_in",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True), ("is_active", False), _connector="OR"
                ),
                name="accounts_user_erased_cannot_sign_in",
                violation_error_message="An erased account cannot be made active again.",
            ),
        ),
    ]

"""Numbers that people type have a highest value; a larger one was a slip."""

import django.core.validators
from django.conf import settings
from django.db import migrations, models

import home.reach

A_WEEK = 7 * 24 * 60
A_YEAR = 365 * 24 * 60


def bring_down(model, limits):
    for field, most in limits.items():
        model.objects.filter(**{f"{field}__gt": most}).update(**{field: most})


def within_limits(apps, schema_editor):
    """Bring down what is beyond: the constraints would not take it."""
    waits = dict.fromkeys(("grace_minutes", "first_delay_minutes", "later_delay_minutes"), A_YEAR)
    times = {"time_limit_minutes": A_WEEK, "attempts_allowed": 100}
    bring_down(apps.get_model("quizzes", "Quiz"), times | waits | {"grade_max": 10_000})
    granted = {"extra_minutes": A_WEEK, "extra_attempts": 100}
    bring_down(apps.get_model("quizzes", "QuizOverride"), times | granted)
    bring_down(apps.get_model("quizzes", "QuizPage"), {"minutes": 1000})


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0005_numbers_have_limits"),
        ("quizzes", "0008_graders_find_what_waits"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.RunPython(within_limits, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="quiz",
            name="attempts_allowed",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="0 = as many as one likes.",
                validators=[
                    django.core.validators.MaxValueValidator(
                        100, "100 attempts at most; 0 means as many as one likes."
                    )
                ],
                verbose_name="attempts allowed",
            ),
        ),
        migrations.AlterField(
            model_name="quiz",
            name="closes_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Every attempt ends here at the latest, whatever time it has left.",
                null=True,
                validators=[home.reach.in_our_time],
                verbose_name="hard close",
            ),
        ),
        migrations.AlterField(
            model_name="quiz",
            name="first_delay_minutes",
            field=models.PositiveIntegerField(
                default=0,
                validators=[
                    django.core.validators.MaxValueValidator(
                        525600, "A year (525,600 minutes) at most."
                    )
                ],
                verbose_name="wait after the first attempt (minutes)",
            ),
        ),
        migrations.AlterField(
            model_name="quiz",
            name="grace_minutes",
            field=models.PositiveIntegerField(
                default=1440,
                help_text="Where answers may still be submitted after the time is up. 1440 is a day.",
                validators=[
                    django.core.validators.MaxValueValidator(
                        525600, "A year (525,600 minutes) at most."
                    )
                ],
                verbose_name="time to submit afterwards (minutes)",
            ),
        ),
        migrations.AlterField(
            model_name="quiz",
            name="grade_max",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Results are scaled to this. Empty: the sum of the points.",
                max_digits=8,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(
                        10000, "The highest grade is 10,000 at most."
                    ),
                ],
                verbose_name="highest grade",
            ),
        ),
        migrations.AlterField(
            model_name="quiz",
            name="last_start_at",
            field=models.DateTimeField(
                blank=True,
                help_text="No attempt starts after this. One that has started may go on.",
                null=True,
                validators=[home.reach.in_our_time],
                verbose_name="last start",
            ),
        ),
        migrations.AlterField(
            model_name="quiz",
            name="later_delay_minutes",
            field=models.PositiveIntegerField(
                default=0,
                validators=[
                    django.core.validators.MaxValueValidator(
                        525600, "A year (525,600 minutes) at most."
                    )
                ],
                verbose_name="wait after later attempts (minutes)",
            ),
        ),
        migrations.AlterField(
            model_name="quiz",
            name="opens_at",
            field=models.DateTimeField(
                blank=True,
                help_text="No attempt starts before this.",
                null=True,
                validators=[home.reach.in_our_time],
                verbose_name="opens",
            ),
        ),
        migrations.AlterField(
            model_name="quiz",
            name="time_limit_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Empty: no limit. The time runs from the start, also while the page is closed; when it is up, the saved answers are submitted.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(
                        10080, "A week (10,080 minutes) at most."
                    ),
                ],
                verbose_name="time limit (minutes)",
            ),
        ),
        migrations.AlterField(
            model_name="quizoverride",
            name="attempts_allowed",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="0 = as many as one likes.",
                null=True,
                validators=[
                    django.core.validators.MaxValueValidator(
                        100, "100 attempts at most; 0 means as many as one likes."
                    )
                ],
                verbose_name="attempts allowed",
            ),
        ),
        migrations.AlterField(
            model_name="quizoverride",
            name="closes_at",
            field=models.DateTimeField(
                blank=True,
                null=True,
                validators=[home.reach.in_our_time],
                verbose_name="hard close",
            ),
        ),
        migrations.AlterField(
            model_name="quizoverride",
            name="extra_attempts",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="Added to the attempts allowed.",
                validators=[
                    django.core.validators.MaxValueValidator(100, "100 new attempts at most.")
                ],
                verbose_name="new attempts granted",
            ),
        ),
        migrations.AlterField(
            model_name="quizoverride",
            name="extra_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Added to the time limit.",
                null=True,
                validators=[
                    django.core.validators.MaxValueValidator(
                        10080, "A week (10,080 minutes) at most."
                    )
                ],
                verbose_name="extra time (minutes)",
            ),
        ),
        migrations.AlterField(
            model_name="quizoverride",
            name="last_start_at",
            field=models.DateTimeField(
                blank=True,
                null=True,
                validators=[home.reach.in_our_time],
                verbose_name="last start",
            ),
        ),
        migrations.AlterField(
            model_name="quizoverride",
            name="opens_at",
            field=models.DateTimeField(
                blank=True, null=True, validators=[home.reach.in_our_time], verbose_name="opens"
            ),
        ),
        migrations.AlterField(
            model_name="quizoverride",
            name="time_limit_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(
                        10080, "A week (10,080 minutes) at most."
                    ),
                ],
                verbose_name="time limit (minutes)",
            ),
        ),
        migrations.AlterField(
            model_name="quizpage",
            name="minutes",
            field=models.PositiveSmallIntegerField(
                default=10,
                help_text="How long it takes, honestly.",
                validators=[
                    django.core.validators.MaxValueValidator(
                        1000, "A step takes 1,000 minutes at most. Make several of it."
                    )
                ],
                verbose_name="minutes",
            ),
        ),
        migrations.AlterField(
            model_name="quizpage",
            name="review_by",
            field=models.DateField(
                blank=True,
                help_text="The day by which somebody checks that the facts still hold.",
                null=True,
                validators=[home.reach.in_our_time],
                verbose_name="review by",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("grade_max__isnull", True), ("grade_max__lte", 10000), _connector="OR"
                ),
                name="quizzes_quiz_highest_grade_at_most_10000",
                violation_error_message="The highest grade is 10,000 at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempts_allowed__lte", 100)),
                name="quizzes_quiz_attempts_at_most_100",
                violation_error_message="100 attempts at most; 0 means as many as one likes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("time_limit_minutes__isnull", True),
                    ("time_limit_minutes__lte", 10080),
                    _connector="OR",
                ),
                name="quizzes_quiz_time_limit_at_most_a_week",
                violation_error_message="A week (10,080 minutes) at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_delay_minutes__lte", 525600),
                    ("grace_minutes__lte", 525600),
                    ("later_delay_minutes__lte", 525600),
                ),
                name="quizzes_quiz_waits_at_most_a_year",
                violation_error_message="A year (525,600 minutes) at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("extra_minutes__isnull", True),
                        ("extra_minutes__lte", 10080),
                        _connector="OR",
                    ),
                    models.Q(
                        ("time_limit_minutes__isnull", True),
                        ("time_limit_minutes__lte", 10080),
                        _connector="OR",
                    ),
                ),
                name="quizzes_override_time_at_most_a_week",
                violation_error_message="A week (10,080 minutes) at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("attempts_allowed__isnull", True),
                    ("attempts_allowed__lte", 100),
                    _connector="OR",
                ),
                name="quizzes_override_attempts_at_most_100",
                violation_error_message="100 attempts at most; 0 means as many as one likes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("extra_attempts__lte", 100)),
                name="quizzes_override_grants_at_most_100",
                violation_error_message="100 new attempts at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quizpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__lte", 1000)),
                name="quizzes_quizpage_takes_at_most_1000_minutes",
                violation_error_message="A step takes 1,000 minutes at most. Make several of it.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="questiontag",
            name="quizzes_question_tagged_once",
            constraint=models.UniqueConstraint(
                fields=("tag", "content_object"),
                name="quizzes_question_tagged_once",
                violation_error_message="This question has this tag already.",
            ),
        ),
    ]

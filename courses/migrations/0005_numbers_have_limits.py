"""Numbers that people type have a highest value; a larger one was a slip."""

import django.core.validators
from django.conf import settings
from django.db import migrations, models

import home.reach


def bring_down(model, limits):
    for field, most in limits.items():
        model.objects.filter(**{f"{field}__gt": most}).update(**{field: most})


def within_limits(apps, schema_editor):
    """Bring down what is beyond: the constraints would not take it."""
    bring_down(apps.get_model("courses", "Course"), {"credits": 300, "hours": 10_000})
    bring_down(apps.get_model("courses", "CourseRun"), {"seats": 10_000})
    bring_down(apps.get_model("courses", "LessonPage"), {"minutes": 1000})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_words_and_limits_of_organisations"),
        ("courses", "0004_editors_make_courses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.RunPython(within_limits, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="course",
            name="credits",
            field=models.DecimalField(
                decimal_places=2,
                max_digits=6,
                validators=[
                    django.core.validators.MaxValueValidator(
                        300, "A course gives 300 credits at most."
                    )
                ],
                verbose_name="credits (op)",
            ),
        ),
        migrations.AlterField(
            model_name="course",
            name="hours",
            field=models.PositiveSmallIntegerField(
                validators=[
                    django.core.validators.MaxValueValidator(
                        10000, "A course takes 10,000 hours at most."
                    )
                ],
                verbose_name="hours of work",
            ),
        ),
        migrations.AlterField(
            model_name="course",
            name="opens_to_all_on",
            field=models.DateField(
                blank=True,
                help_text="An invited course is open to everyone from this day on.",
                null=True,
                validators=[home.reach.in_our_time],
                verbose_name="open to everyone from",
            ),
        ),
        migrations.AlterField(
            model_name="coursepage",
            name="review_by",
            field=models.DateField(
                blank=True,
                help_text="The day by which somebody checks that the facts still hold.",
                null=True,
                validators=[home.reach.in_our_time],
                verbose_name="review by",
            ),
        ),
        migrations.AlterField(
            model_name="courserun",
            name="code",
            field=models.CharField(
                max_length=40,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[\\w.-]+\\Z", "A code has letters, digits, dots, dashes and underscores."
                    )
                ],
                verbose_name="code",
            ),
        ),
        migrations.AlterField(
            model_name="courserun",
            name="ends_on",
            field=models.DateField(
                blank=True, null=True, validators=[home.reach.in_our_time], verbose_name="ends"
            ),
        ),
        migrations.AlterField(
            model_name="courserun",
            name="enrolment_closes_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[home.reach.in_our_time],
                verbose_name="enrolment closes",
            ),
        ),
        migrations.AlterField(
            model_name="courserun",
            name="enrolment_opens_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[home.reach.in_our_time],
                verbose_name="enrolment opens",
            ),
        ),
        migrations.AlterField(
            model_name="courserun",
            name="seats",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Empty: no limit.",
                null=True,
                validators=[
                    django.core.validators.MaxValueValidator(
                        10000, "A run has 10,000 seats at most; leave empty for no limit."
                    )
                ],
                verbose_name="seats",
            ),
        ),
        migrations.AlterField(
            model_name="courserun",
            name="starts_on",
            field=models.DateField(
                blank=True, null=True, validators=[home.reach.in_our_time], verbose_name="starts"
            ),
        ),
        migrations.AlterField(
            model_name="lessonpage",
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
            model_name="lessonpage",
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
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(("credits__lte", 300)),
                name="courses_course_credits_at_most_300",
                violation_error_message="A course gives 300 credits at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__lte", 10000)),
                name="courses_course_hours_at_most_10000",
                violation_error_message="A course takes 10,000 hours at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="courserun",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats__isnull", True), ("seats__lte", 10000), _connector="OR"),
                name="courses_run_seats_at_most_10000",
                violation_error_message="A run has 10,000 seats at most; leave empty for no limit.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__lte", 1000)),
                name="courses_lessonpage_takes_at_most_1000_minutes",
                violation_error_message="A step takes 1,000 minutes at most. Make several of it.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="programmecourse",
            name="courses_programme_course_once",
            constraint=models.UniqueConstraint(
                fields=("programme", "course"),
                name="courses_programme_course_once",
                violation_error_message="This course is in the programme already.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="programmecourse",
            name="courses_programme_place_taken_once",
            constraint=models.UniqueConstraint(
                fields=("programme", "position"),
                name="courses_programme_place_taken_once",
                violation_error_message="Another course has this place in the programme.",
            ),
        ),
    ]

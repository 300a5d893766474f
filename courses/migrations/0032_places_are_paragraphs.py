"""The place in a lesson is a paragraph of a block; places kept before are their blocks."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("courses", "0031_questions_of_the_help_are_found")]

    operations = [
        migrations.AddField(
            model_name="readingplace",
            name="mark",
            field=models.CharField(blank=True, default="", max_length=8),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="readingplace",
            name="number",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="readingplace",
            name="among",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="readingplace",
            constraint=models.CheckConstraint(
                condition=Q(mark="", number=0, among=0) | (~Q(mark="") & Q(number__lt=F("among"))),
                name="courses_reading_place_is_one_of_its_paragraphs",
            ),
        ),
    ]

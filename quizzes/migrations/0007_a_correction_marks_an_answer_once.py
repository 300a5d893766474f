"""A correction broken off and applied again must not mark an answer twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0006_questions_of_every_type")]

    operations = [
        migrations.AddConstraint(
            model_name="gradeevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("regrade__isnull", False)),
                fields=("response", "regrade"),
                name="quizzes_grade_event_one_per_regrade",
            ),
        ),
    ]

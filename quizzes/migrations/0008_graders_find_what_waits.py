"""The graders' queue asks for few rows among very many: each of its questions gets an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0007_a_correction_marks_an_answer_once")]

    operations = [
        migrations.AddIndex(
            model_name="gradeevent",
            index=models.Index(
                condition=models.Q(("origin", "person")),
                fields=["response"],
                name="quizzes_event_by_person_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("state", "needs_grading")),
                fields=["attempt"],
                name="quizzes_response_waiting_idx",
            ),
        ),
    ]

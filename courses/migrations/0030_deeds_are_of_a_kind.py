"""A block that became one of another kind keeps its id: what was done in it before stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0029_learners_mark_their_place")]

    operations = [
        migrations.RemoveConstraint(model_name="blockdeed", name="courses_block_deed_once"),
        migrations.AddConstraint(
            model_name="blockdeed",
            constraint=models.UniqueConstraint(
                fields=("learner", "step", "block_id", "kind"), name="courses_block_deed_once"
            ),
        ),
    ]

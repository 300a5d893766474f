from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0004_learners_rights_and_graders_rooms'),
    ]

    operations = [
        migrations.AddField(
            model_name='attempt',
            name='reached',
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]

"""Certificates call a course by the word of its Swedish pages; issued ones stay as they are."""

from django.db import migrations, models

BEFORE, AFTER = "har avlagt studieperioden", "har avlagt kursen"


def say(words, instead_of):
    def change(apps, schema_editor):
        templates = apps.get_model("certificates", "CertificateTemplate").objects
        templates.filter(statement_sv=instead_of).update(statement_sv=words)

    return change


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_editors_make_templates")]

    operations = [
        migrations.AlterField(
            model_name="certificatetemplate",
            name="statement_sv",
            field=models.CharField(
                default=AFTER, max_length=160, verbose_name="sentence before the course"
            ),
        ),
        migrations.RunPython(say(AFTER, BEFORE), say(BEFORE, AFTER)),
    ]

"""
An account can be erased; national learner ids are checked.
"""

from django.db import migrations, models

import accounts.learner_id


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_user_and_organisation'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='erased'),
        ),
        migrations.AlterField(
            model_name='user',
            name='learner_id',
            field=models.CharField(blank=True, help_text='Oppijanumero, such as 1.2.246.562.24.12345678907.', max_length=40, validators=[accounts.learner_id.validate_learner_id], verbose_name='national learner id'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('learner_id', ''), ('learner_id__regex', '^1\\.2\\.246\\.562\\.24\\.[1-9][0-9]{10}$'), _connector='OR'), name='accounts_user_learner_id_is_well_formed', violation_error_message='A national learner id is 1.2.246.562.24. and 11 digits.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('birth_date__isnull', True), ('birth_date__gte', '1900-01-01'), _connector='OR'), name='accounts_user_born_after_1900', violation_error_message='Check the year of birth.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('is_active', False), _connector='OR'), name='accounts_user_erased_cannot_sign_in'),
        ),
    ]

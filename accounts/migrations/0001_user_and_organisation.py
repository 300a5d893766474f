"""
User and Organisation come alone, before any page.

wagtailcore depends on the first migration of AUTH_USER_MODEL's app, and a front page depends
on wagtailcore. In one migration they would form a circle (CircularDependencyError), so no
page lives in this app.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='given names')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='surname')),
                ('email', models.EmailField(error_messages={'unique': 'Someone already uses this e-mail address.'}, max_length=254, unique=True, verbose_name='e-mail address')),
                ('preferred_name', models.CharField(blank=True, max_length=80, verbose_name='preferred name')),
                ('language', models.CharField(choices=[('fi', 'Finnish'), ('sv', 'Swedish'), ('en', 'English')], default='fi', max_length=2, verbose_name='preferred language')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='date of birth')),
                ('learner_id', models.CharField(blank=True, help_text='Oppijanumero, such as 1.2.246.562.24.12345678901.', max_length=40, verbose_name='national learner id')),
                ('profession', models.CharField(blank=True, max_length=120, verbose_name='profession')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
            },
            managers=[
                ('objects', accounts.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True, verbose_name='key')),
                ('kind', models.CharField(choices=[('county', 'wellbeing services county'), ('city', 'city with county duties'), ('hospital_group', 'hospital group'), ('region', 'autonomous region'), ('kela', 'Kela'), ('polytechnic', 'polytechnic'), ('project', 'project'), ('municipality', 'municipality'), ('other', 'other')], max_length=20, verbose_name='kind')),
                ('name_fi', models.CharField(max_length=200, verbose_name='name in Finnish')),
                ('name_sv', models.CharField(blank=True, max_length=200, verbose_name='name in Swedish')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('business_id', models.CharField(blank=True, max_length=9, verbose_name='business ID')),
                ('institution_code', models.CharField(blank=True, help_text='Five digits that name the institution in study registers.', max_length=5, verbose_name='institution code')),
                ('starts_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='first year')),
                ('ends_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='last year')),
                ('county', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='accounts.organisation', verbose_name='county')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name_fi'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('study_staff', 'study staff'), ('teacher', 'teacher'), ('employer_contact', 'employer contact'), ('member', 'member of staff')], max_length=20, verbose_name='role')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
            },
        ),
        migrations.AddField(
            model_name='user',
            name='home_organisation',
            field=models.ForeignKey(blank=True, help_text='Employer or county as the person tells it; it opens no door.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='accounts.organisation', verbose_name='own organisation'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('starts_year__isnull', True), ('ends_year__isnull', True), ('ends_year__gte', models.F('starts_year')), _connector='OR'), name='accounts_organisation_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('institution_code', ''), ('institution_code__regex', '^[0-9]{5}$'), _connector='OR'), name='accounts_organisation_code_has_five_digits', violation_error_message='An institution code has five digits.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('user', 'organisation', 'role'), name='accounts_membership_once_per_role'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_user_email_unique_in_any_case', violation_error_message='Someone already uses this e-mail address.'),
        ),
    ]

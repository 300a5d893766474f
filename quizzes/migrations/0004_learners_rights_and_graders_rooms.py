"""
Quizzes learn their other types, behaviours, exceptions, graders and files.

What was submitted before has its result already, so it is graded.
"""

import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import quizzes.assessing.models


def say_what_was_graded(apps, schema_editor):
    """Attempts submitted until now were graded in the same moment."""
    attempts = apps.get_model("quizzes", "Attempt").objects.filter(submitted_at__isnull=False)
    attempts.update(state="graded", graded_at=models.F("submitted_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0004_editors_make_courses'),
        ('quizzes', '0003_questions_are_approved'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedbackBand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_percent', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='from (%)')),
            ],
            options={
                'verbose_name': 'feedback band',
                'verbose_name_plural': 'feedback bands',
                'ordering': ['from_percent'],
            },
        ),
        migrations.CreateModel(
            name='QuestionFlaw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question_key', models.UUIDField(verbose_name='question')),
                ('note', models.TextField(verbose_name='what is wrong')),
                ('state', models.CharField(choices=[('open', 'open'), ('corrected', 'corrected'), ('dismissed', 'nothing was wrong')], default='open', max_length=20)),
                ('flagged_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.TextField(blank=True, verbose_name='what was done')),
            ],
            options={
                'verbose_name': 'flawed question',
                'verbose_name_plural': 'flawed questions',
                'ordering': ['-flagged_at'],
            },
        ),
        migrations.CreateModel(
            name='QuestionImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank_name', models.CharField(max_length=150, verbose_name='question bank')),
                ('filename', models.CharField(max_length=255)),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('format', models.CharField(max_length=20)),
                ('options', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField()),
                ('committed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'import of questions',
                'verbose_name_plural': 'imports of questions',
            },
        ),
        migrations.CreateModel(
            name='QuizOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extra_minutes', models.PositiveSmallIntegerField(blank=True, help_text='Added to the time limit.', null=True, verbose_name='extra time (minutes)')),
                ('time_limit_minutes', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='time limit (minutes)')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='opens')),
                ('last_start_at', models.DateTimeField(blank=True, null=True, verbose_name='last start')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='hard close')),
                ('attempts_allowed', models.PositiveSmallIntegerField(blank=True, help_text='0 = as many as one likes.', null=True, verbose_name='attempts allowed')),
                ('extra_attempts', models.PositiveSmallIntegerField(default=0, help_text='Added to the attempts allowed.', verbose_name='new attempts granted')),
                ('reason', models.TextField(blank=True, help_text='For colleagues. Write nothing about health.', verbose_name='reason')),
                ('made_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': "exception to a quiz's rules",
                'verbose_name_plural': "exceptions to quizzes' rules",
            },
        ),
        migrations.CreateModel(
            name='Regrade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question_key', models.UUIDField()),
                ('treatment', models.JSONField()),
                ('reason', models.TextField(verbose_name='reason')),
                ('applied_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'regrading',
                'verbose_name_plural': 'regradings',
                'ordering': ['-applied_at'],
            },
        ),
        migrations.CreateModel(
            name='ResponseFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.FileField(storage=quizzes.assessing.models.private_storage, upload_to='responses/%Y/%m/')),
                ('name', models.CharField(max_length=255)),
                ('size', models.PositiveBigIntegerField()),
                ('content_type', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'file of an answer',
                'verbose_name_plural': 'files of answers',
            },
        ),
        migrations.CreateModel(
            name='ResponseProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField()),
                ('based_on', models.PositiveIntegerField()),
                ('answer', models.JSONField(blank=True, null=True)),
                ('language', models.CharField(max_length=2)),
                ('arrived_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('taken', models.BooleanField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'proposed answer',
                'verbose_name_plural': 'proposed answers',
            },
        ),
        migrations.RemoveConstraint(
            model_name='attempt',
            name='quizzes_attempt_one_open_per_quiz',
        ),
        migrations.RemoveConstraint(
            model_name='attempt',
            name='quizzes_attempt_has_a_result_once_submitted',
        ),
        migrations.RemoveConstraint(
            model_name='response',
            name='quizzes_response_judged_with_a_mark',
        ),
        migrations.RemoveConstraint(
            model_name='response',
            name='quizzes_response_waiting_without_a_mark',
        ),
        migrations.RemoveIndex(
            model_name='attempt',
            name='quizzes_attempt_overdue_idx',
        ),
        migrations.AddField(
            model_name='attempt',
            name='grace_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='attempt',
            name='graded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='attempt',
            name='rules',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='attempt',
            name='state',
            field=models.CharField(choices=[('in_progress', 'in progress'), ('overdue', 'overdue'), ('needs_grading', 'waits for grading'), ('graded', 'graded'), ('abandoned', 'abandoned')], default='in_progress', max_length=20),
        ),
        migrations.AddField(
            model_name='gradeevent',
            name='comment',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='gradeevent',
            name='criteria',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='question',
            name='category',
            field=models.CharField(blank=True, help_text='The path of the question in the file that it came from.', max_length=500, verbose_name='category'),
        ),
        migrations.AddField(
            model_name='question',
            name='default_points',
            field=models.DecimalField(decimal_places=2, default=1, help_text='Suggested to quizzes and kept in files; a quiz gives its own points.', max_digits=6, validators=[django.core.validators.MinValueValidator(0)], verbose_name='points'),
        ),
        migrations.AddField(
            model_name='question',
            name='hints',
            field=wagtail.fields.StreamField([('hint', 3)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'superscript', 'subscript', 'link'], 'label': 'Hint'}), 1: ('wagtail.blocks.BooleanBlock', (), {'default': False, 'help_text': 'What was wrong is taken away before the next try.', 'label': 'Clear the wrong parts', 'required': False}), 2: ('wagtail.blocks.BooleanBlock', (), {'default': False, 'label': 'Show how many parts were right', 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('text', 0), ('clear_wrong', 1), ('show_count', 2)]], {})}, help_text='Where a quiz gives several tries, one is shown after each wrong try.', verbose_name='hints'),
        ),
        migrations.AddField(
            model_name='question',
            name='penalty',
            field=models.DecimalField(decimal_places=7, default=Decimal('0.3333333'), help_text='The share of the points that each try after the first one costs.', max_digits=8, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='penalty for a wrong try'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='anonymous_grading',
            field=models.BooleanField(default=False, help_text='Who grades answers does not see whose they are.', verbose_name='grade without names'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='behaviour',
            field=models.CharField(choices=[('deferred', 'feedback after submitting'), ('immediate', 'each question can be checked once'), ('interactive', 'several tries with hints')], default='deferred', max_length=12, verbose_name='how questions behave'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='first_delay_minutes',
            field=models.PositiveIntegerField(default=0, verbose_name='wait after the first attempt (minutes)'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='grace_minutes',
            field=models.PositiveIntegerField(default=1440, help_text='Where answers may still be submitted after the time is up. 1440 is a day.', verbose_name='time to submit afterwards (minutes)'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='grade_max',
            field=models.DecimalField(blank=True, decimal_places=2, help_text='Results are scaled to this. Empty: the sum of the points.', max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='highest grade'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='later_delay_minutes',
            field=models.PositiveIntegerField(default=0, verbose_name='wait after later attempts (minutes)'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='layout',
            field=models.CharField(choices=[('one', 'one question a page'), ('section', 'one section a page'), ('all', 'all questions on one page')], default='one', max_length=10, verbose_name='questions on a page'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='navigation',
            field=models.CharField(choices=[('free', 'in any order'), ('sequential', 'in order, without going back')], default='free', max_length=12, verbose_name='moving between questions'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='opens_at',
            field=models.DateTimeField(blank=True, help_text='No attempt starts before this.', null=True, verbose_name='opens'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='review',
            field=models.JSONField(blank=True, default=dict, verbose_name='what a learner sees, and when'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='shuffle',
            field=models.BooleanField(default=False, help_text='Within each section, anew for each attempt.', verbose_name='shuffle the questions'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='when_time_is_up',
            field=models.CharField(choices=[('submit', 'the saved answers are submitted'), ('grace', 'the answers may still be submitted for a while, but not changed'), ('abandon', 'an attempt that was not submitted never counts')], default='submit', max_length=10, verbose_name='when time is up'),
        ),
        migrations.AddField(
            model_name='quizpage',
            name='band_words',
            field=wagtail.fields.StreamField([('words', 0)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul'], 'label': 'Feedback'})}, help_text='One for each feedback band of the quiz, the lowest first.', verbose_name='feedback by result'),
        ),
        migrations.AddField(
            model_name='quizpage',
            name='section_titles',
            field=wagtail.fields.StreamField([('title', 0)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 150})}, help_text='One for each section of the quiz, in order.', verbose_name='headings of the sections'),
        ),
        migrations.AddField(
            model_name='quizslot',
            name='starts_section',
            field=models.BooleanField(default=False, help_text='Its heading is written on the quiz page.', verbose_name='begins a section'),
        ),
        migrations.AddField(
            model_name='response',
            name='flagged',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='response',
            name='locked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='response',
            name='tries_used',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='gradeevent',
            name='origin',
            field=models.CharField(choices=[('check', 'checked during the attempt'), ('submission', 'submission'), ('person', 'given by a person'), ('regrade', 'regraded')], max_length=20),
        ),
        migrations.AlterField(
            model_name='gradeevent',
            name='state',
            field=models.CharField(choices=[('unanswered', 'not answered'), ('answered', 'answered'), ('wrong', 'wrong'), ('partly', 'partly right'), ('right', 'right'), ('needs_grading', 'waits for grading')], max_length=20),
        ),
        migrations.AlterField(
            model_name='question',
            name='code',
            field=models.CharField(help_text='Short and unique in its bank, such as TT1-04. Lists and imports know it by this.', max_length=100, verbose_name='code'),
        ),
        migrations.AlterField(
            model_name='question',
            name='kind',
            field=models.CharField(blank=True, choices=[('single_choice', 'single choice'), ('multiple_choice', 'multiple choice'), ('true_false', 'true or false'), ('matching', 'matching'), ('ordering', 'ordering'), ('short_answer', 'short answer'), ('numerical', 'numerical'), ('cloze', 'gaps to fill by writing'), ('gap_select', 'gaps to fill by choosing'), ('essay', 'essay'), ('description', 'text between questions')], editable=False, max_length=30, verbose_name='type'),
        ),
        migrations.AlterField(
            model_name='question',
            name='name',
            field=models.CharField(help_text='A few words for editors; learners never see it.', max_length=255, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='response',
            name='state',
            field=models.CharField(choices=[('unanswered', 'not answered'), ('answered', 'answered'), ('wrong', 'wrong'), ('partly', 'partly right'), ('right', 'right'), ('needs_grading', 'waits for grading')], default='unanswered', max_length=20),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('state__in', ['in_progress', 'overdue'])), fields=['deadline_at'], name='quizzes_attempt_overdue_idx'),
        ),
        # Back again nothing is to be done: the columns go.
        migrations.RunPython(say_what_was_graded, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['in_progress', 'overdue'])), fields=('enrolment', 'quiz'), name='quizzes_attempt_one_open_per_quiz'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'graded'), _negated=True), ('graded_at__isnull', True), ('passed__isnull', True), ('percent__isnull', True), ('score__isnull', True)), models.Q(('graded_at__isnull', False), ('passed__isnull', False), ('percent__isnull', False), ('score__isnull', False), ('state', 'graded')), _connector='OR'), name='quizzes_attempt_has_a_result_once_graded'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['needs_grading', 'graded']), ('submitted_at__isnull', False)), models.Q(('state__in', ['in_progress', 'overdue', 'abandoned']), ('submitted_at__isnull', True)), _connector='OR'), name='quizzes_attempt_submitted_with_a_time'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('penalty__gte', 0), ('penalty__lte', 1)), name='quizzes_question_penalty_between_0_and_1', violation_error_message='A penalty is between 0 and 1.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('default_points__gte', 0)), name='quizzes_question_points_not_below_zero', violation_error_message='Points are zero or more.'),
        ),
        migrations.AddConstraint(
            model_name='quiz',
            constraint=models.CheckConstraint(condition=models.Q(('grade_max__isnull', True), ('grade_max__gt', 0), _connector='OR'), name='quizzes_quiz_highest_grade_above_zero', violation_error_message='The highest grade is above zero; empty means points.'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unanswered', 'answered', 'needs_grading']), ('mark__isnull', False), _connector='OR'), name='quizzes_response_judged_with_a_mark'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['answered', 'needs_grading']), _negated=True), ('mark__isnull', True), _connector='OR'), name='quizzes_response_waiting_without_a_mark'),
        ),
        migrations.AddField(
            model_name='feedbackband',
            name='quiz',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='quizzes.quiz'),
        ),
        migrations.AddField(
            model_name='questionflaw',
            name='flagged_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='questionflaw',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='questionimport',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='quizoverride',
            name='enrolment',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='quiz_overrides', to='courses.enrolment'),
        ),
        migrations.AddField(
            model_name='quizoverride',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='quizoverride',
            name='quiz',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='quizzes.quiz'),
        ),
        migrations.AddField(
            model_name='quizoverride',
            name='run',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='quiz_overrides', to='courses.courserun'),
        ),
        migrations.AddField(
            model_name='regrade',
            name='applied_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='regrades_applied', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='regrade',
            name='flaw',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='regrades', to='quizzes.questionflaw'),
        ),
        migrations.AddField(
            model_name='regrade',
            name='lowered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='regrade',
            name='version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='regrades', to='quizzes.questionversion'),
        ),
        migrations.AddField(
            model_name='gradeevent',
            name='regrade',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grade_events', to='quizzes.regrade'),
        ),
        migrations.AddConstraint(
            model_name='gradeevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'person'), _negated=True), ('graded_by__isnull', False), _connector='OR'), name='quizzes_grade_event_of_a_person_names_them'),
        ),
        migrations.AddConstraint(
            model_name='gradeevent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'regrade'), ('regrade__isnull', False)), models.Q(models.Q(('origin', 'regrade'), _negated=True), ('regrade__isnull', True)), _connector='OR'), name='quizzes_grade_event_of_a_regrade_names_it'),
        ),
        migrations.AddField(
            model_name='responsefile',
            name='response',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='quizzes.response'),
        ),
        migrations.AddField(
            model_name='responseproposal',
            name='response',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='quizzes.response'),
        ),
        migrations.AddConstraint(
            model_name='feedbackband',
            constraint=models.UniqueConstraint(fields=('quiz', 'from_percent'), name='quizzes_band_begins_once', violation_error_message='Two bands begin at the same percent.'),
        ),
        migrations.AddConstraint(
            model_name='feedbackband',
            constraint=models.CheckConstraint(condition=models.Q(('from_percent__gte', 0), ('from_percent__lte', 100)), name='quizzes_band_between_0_and_100', violation_error_message='A band begins between 0 and 100 %.'),
        ),
        migrations.AddIndex(
            model_name='questionflaw',
            index=models.Index(fields=['question_key'], name='quizzes_flaw_question_idx'),
        ),
        migrations.AddConstraint(
            model_name='questionflaw',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='quizzes_flaw_settled_with_a_time'),
        ),
        migrations.AddIndex(
            model_name='questionimport',
            index=models.Index(fields=['created_at'], name='quizzes_import_created_idx'),
        ),
        migrations.AddConstraint(
            model_name='quizoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('enrolment__isnull', False), ('run__isnull', True)), models.Q(('enrolment__isnull', True), ('run__isnull', False)), _connector='OR'), name='quizzes_override_of_one_learner_or_one_run', violation_error_message='Choose either a learner or a run.'),
        ),
        migrations.AddConstraint(
            model_name='quizoverride',
            constraint=models.UniqueConstraint(fields=('quiz', 'enrolment'), name='quizzes_override_once_per_learner', violation_error_message='This learner has an exception already.'),
        ),
        migrations.AddConstraint(
            model_name='quizoverride',
            constraint=models.UniqueConstraint(fields=('quiz', 'run'), name='quizzes_override_once_per_run', violation_error_message='This run has an exception already.'),
        ),
        migrations.AddConstraint(
            model_name='quizoverride',
            constraint=models.CheckConstraint(condition=models.Q(('time_limit_minutes__isnull', True), ('time_limit_minutes__gt', 0), _connector='OR'), name='quizzes_override_time_limit_above_zero', violation_error_message='A time limit is one minute or more; empty means none.'),
        ),
        migrations.AddConstraint(
            model_name='quizoverride',
            constraint=models.CheckConstraint(condition=models.Q(('last_start_at__isnull', True), ('closes_at__isnull', True), ('last_start_at__lte', models.F('closes_at')), _connector='OR'), name='quizzes_override_last_start_before_hard_close', violation_error_message='The last start is before the hard close.'),
        ),
        migrations.AddConstraint(
            model_name='responsefile',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='quizzes_file_is_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='responsefile',
            constraint=models.UniqueConstraint(fields=('response', 'sha256', 'name'), name='quizzes_file_once_per_answer'),
        ),
        migrations.AddConstraint(
            model_name='responseproposal',
            constraint=models.UniqueConstraint(fields=('response', 'key'), name='quizzes_proposal_one_per_request'),
        ),
        migrations.AddConstraint(
            model_name='responseproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('taken__isnull', True)), models.Q(('settled_at__isnull', False), ('taken__isnull', False)), _connector='OR'), name='quizzes_proposal_settled_one_way'),
        ),
    ]

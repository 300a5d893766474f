"""Blocks and fields say how they are meant; a programme is edited with its places."""

import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0002_invitation_once'),
    ]

    operations = [
        migrations.AlterField(
            model_name='cataloguepage',
            name='introduction',
            field=models.TextField(blank=True, help_text='A sentence or two above the list of courses.', verbose_name='introduction'),
        ),
        migrations.AlterField(
            model_name='coursepage',
            name='audience',
            field=models.TextField(blank=True, help_text='Whose work it helps, and what one should know before.', verbose_name='who it is for'),
        ),
        migrations.AlterField(
            model_name='coursepage',
            name='introduction',
            field=wagtail.fields.RichTextField(blank=True, help_text='What one learns here and how the studying goes. Two short paragraphs.', verbose_name='introduction'),
        ),
        migrations.AlterField(
            model_name='coursepage',
            name='outcomes',
            field=wagtail.fields.StreamField([('outcome', 0)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'One thing that the learner can do afterwards. Begin with a verb.', 'icon': 'tick', 'label': 'Learning outcome', 'max_length': 250})}, help_text='Three to six. They are printed on certificates.', verbose_name='learning outcomes'),
        ),
        migrations.AlterField(
            model_name='coursepage',
            name='review_by',
            field=models.DateField(blank=True, help_text='The day by which somebody checks that the facts still hold.', null=True, verbose_name='review by'),
        ),
        migrations.AlterField(
            model_name='lessonpage',
            name='body',
            field=wagtail.fields.StreamField([('text', 0), ('picture', 5), ('callout', 9), ('client_case', 13), ('video', 22), ('download', 26), ('accordion', 31), ('quotation', 34), ('self_check', 41), ('sources', 48)], block_lookup={0: ('home.blocks.text.TextBlock', (), {}), 1: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 2: ('wagtail.blocks.TextBlock', (), {'default': '', 'help_text': 'What the picture tells, for those who do not see it. Begin with the matter, not with “a picture of”. A figure with numbers needs its numbers here.', 'label': 'Text alternative', 'required': False}), 3: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Nothing is lost without it. Screen readers then pass over the picture.', 'label': 'Only a decoration', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Shown below the picture to everybody; it does not replace the alternative.', 'label': 'Caption', 'max_length': 250, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 1), ('alt', 2), ('decorative', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('note', 'Note'), ('good', 'Good to know'), ('warning', 'Warning')], 'help_text': 'A warning is for what could harm a client or break a rule; use it seldom.', 'label': 'Tone'}), 7: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Says the point by itself: many read only this line.', 'label': 'Heading', 'max_length': 120}), 8: ('wagtail.blocks.RichTextBlock', (), {'default': '', 'features': ['bold', 'italic', 'link', 'ol', 'ul'], 'help_text': 'Two or three sentences. What needs more belongs in the text.', 'label': 'Text'}), 9: ('wagtail.blocks.StructBlock', [[('tone', 6), ('heading', 7), ('text', 8)]], {}), 10: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'An invented first name and an age, such as “Maija, 43”.', 'label': 'Client', 'max_length': 120}), 11: ('wagtail.blocks.RichTextBlock', (), {'default': '', 'features': ['bold', 'italic', 'link', 'ol', 'ul'], 'help_text': 'An invented person: nobody may recognise a real client in it.', 'label': 'Story'}), 12: ('wagtail.blocks.RichTextBlock', (), {'default': '', 'features': ['bold', 'italic', 'link', 'ol', 'ul'], 'help_text': 'A list of two or three questions that have more than one answer.', 'label': 'Questions to think about', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('heading', 10), ('story', 11), ('questions', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Title', 'max_length': 150}), 15: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'An .mp4 or .webm file of five minutes or less.', 'label': 'Video file'}), 16: ('wagtail.images.blocks.ImageChooserBlock', (), {'help_text': 'Shown until the video is started.', 'label': 'Still picture', 'required': False}), 17: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('fi', 'Finnish'), ('sv', 'Swedish'), ('en', 'English')], 'label': 'Language'}), 18: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'A file that ends in .vtt.', 'label': 'Captions (WebVTT)'}), 19: ('wagtail.blocks.StructBlock', [[('language', 17), ('document', 18)]], {}), 20: ('wagtail.blocks.ListBlock', (19,), {'help_text': "In the page's own language at least; the law asks for them.", 'label': 'Captions', 'min_num': 1}), 21: ('wagtail.blocks.RichTextBlock', (), {'default': '', 'features': ['bold', 'italic', 'link', 'ol', 'ul'], 'help_text': 'What is said and what is seen, for those who cannot watch or would rather read.', 'label': 'Transcript'}), 22: ('wagtail.blocks.StructBlock', [[('title', 14), ('file', 15), ('poster', 16), ('captions', 20), ('transcript', 21)]], {}), 23: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'help_text': 'Opens to those who may read this page.', 'label': 'File'}), 24: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'What it is, in words: “Form for a network meeting”.', 'label': 'Title', 'max_length': 150}), 25: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'What the reader does with it.', 'label': 'Description', 'max_length': 250, 'required': False}), 26: ('wagtail.blocks.StructBlock', [[('document', 23), ('title', 24), ('description', 25)]], {}), 27: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'The reader decides by this whether to open it.', 'label': 'Heading', 'max_length': 150}), 28: ('wagtail.blocks.RichTextBlock', (), {'default': '', 'features': ['bold', 'italic', 'link', 'ol', 'ul'], 'label': 'Text'}), 29: ('wagtail.blocks.StructBlock', [[('heading', 27), ('text', 28)]], {}), 30: ('wagtail.blocks.ListBlock', (29,), {'help_text': 'For what only some readers need. What everybody needs belongs in the text.', 'label': 'Items', 'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('items', 30)]], {}), 32: ('wagtail.blocks.TextBlock', (), {'default': '', 'help_text': 'Without quotation marks; the page draws its own.', 'label': 'Words'}), 33: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': "A client's words need the client's leave, and a name that is not real.", 'label': 'Who says', 'max_length': 150}), 34: ('wagtail.blocks.StructBlock', [[('text', 32), ('attribution', 33)]], {}), 35: ('wagtail.blocks.TextBlock', (), {'default': '', 'help_text': 'Asks what this lesson has just said. Nothing is stored or graded.', 'label': 'Question'}), 36: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Option', 'max_length': 300}), 37: ('wagtail.blocks.BooleanBlock', (), {'label': 'This is right', 'required': False}), 38: ('wagtail.blocks.TextBlock', (), {'default': '', 'help_text': 'Why it is right or wrong. The reader learns from this line.', 'label': 'Feedback'}), 39: ('wagtail.blocks.StructBlock', [[('text', 36), ('right', 37), ('feedback', 38)]], {}), 40: ('wagtail.blocks.ListBlock', (39,), {'default': [{'feedback': '', 'right': False, 'text': ''}, {'feedback': '', 'right': False, 'text': ''}, {'feedback': '', 'right': False, 'text': ''}], 'help_text': 'Three is a good number. The wrong ones should be such as people think.', 'label': 'Options', 'min_num': 2}), 41: ('wagtail.blocks.StructBlock', [[('question', 35), ('options', 40)]], {}), 42: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Title', 'max_length': 250}), 43: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Author or publisher', 'max_length': 200}), 44: ('wagtail.blocks.IntegerBlock', (), {'help_text': 'The year of publication; it tells when to check the source again.', 'label': 'Year', 'max_value': 2100, 'min_value': 1900}), 45: ('wagtail.blocks.URLBlock', (), {'default': '', 'help_text': 'Where it can be read by everybody.', 'label': 'Address', 'required': False}), 46: ('wagtail.blocks.StructBlock', [[('title', 42), ('publisher', 43), ('year', 44), ('url', 45)]], {}), 47: ('wagtail.blocks.ListBlock', (46,), {'help_text': 'The latest version of each. Laws with their number.', 'label': 'Sources', 'min_num': 1}), 48: ('wagtail.blocks.StructBlock', [[('items', 47)]], {})}, help_text='Begin with text under a heading. Something to think about after every two or three passages keeps the reader with you. Sources stand last.', verbose_name='content'),
        ),
        migrations.AlterField(
            model_name='lessonpage',
            name='review_by',
            field=models.DateField(blank=True, help_text='The day by which somebody checks that the facts still hold.', null=True, verbose_name='review by'),
        ),
        migrations.AlterField(
            model_name='lessonpage',
            name='summary',
            field=models.TextField(blank=True, help_text='One sentence: what one knows after this lesson.', verbose_name='summary'),
        ),
        migrations.AlterField(
            model_name='modulepage',
            name='summary',
            field=models.TextField(blank=True, help_text='One sentence, shown in the contents of the course.', verbose_name='summary'),
        ),
        migrations.AlterField(
            model_name='programmecourse',
            name='course',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='courses.course', verbose_name='course'),
        ),
        migrations.AlterField(
            model_name='programmecourse',
            name='position',
            field=models.PositiveSmallIntegerField(editable=False),
        ),
        migrations.AlterField(
            model_name='programmecourse',
            name='programme',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='courses.programme'),
        ),
    ]

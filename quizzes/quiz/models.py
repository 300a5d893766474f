"""A quiz: its rules, once for all languages, and its page in each."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.pages.models import StepPage
from home.blocks import SHORT_FEATURES


class Quiz(ClusterableModel):
    """The rules of a quiz."""

    name = models.CharField(_("name"), max_length=150, unique=True)

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def __str__(self) -> str:
        return self.name


class QuizPage(StepPage):
    """A quiz in words."""

    step_kind = "quiz"

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="pages", verbose_name=_("quiz"))
    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)

    content_panels = [
        *Page.content_panels,
        FieldPanel("quiz"),
        FieldPanel("introduction"),
        *StepPage.step_panels,
    ]
    template = "quizzes/quiz_page.html"
    override_translatable_fields = [
        *StepPage.step_fields,
        SynchronizedField("quiz"),
        TranslatableField("introduction"),
    ]

    class Meta:
        verbose_name = _("quiz page")
        verbose_name_plural = _("quiz pages")

"""What quizzes add to Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from quizzes.quiz.admin import QuizViewSetGroup

register_snippet(QuizViewSetGroup)

"""What quizzes add to Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from quizzes.analysis import reports
from quizzes.assessing import menu
from quizzes.quiz.admin import QuizViewSetGroup

register_snippet(QuizViewSetGroup)

__all__ = ["menu", "reports"]

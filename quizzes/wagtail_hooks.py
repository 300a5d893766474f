"""What quizzes add to Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from quizzes.analysis import reports
from quizzes.assessing import menu
from quizzes.exchange import menu as files
from quizzes.quiz.admin import QuizViewSetGroup
from quizzes.quiz.exceptions_admin import ExceptionPolicy, QuizExceptionViewSet
from quizzes.quiz.overrides import QuizOverride

register_snippet(QuizViewSetGroup)
# Before any code asks for it: Wagtail would settle on one that knows no organisations.
register_permission_policy(QuizOverride, ExceptionPolicy(QuizOverride), exact_class=True)


@hooks.register("register_admin_viewset")
def register_quiz_exceptions() -> QuizExceptionViewSet:
    """Extra time and the like, for editors and study staff."""
    return QuizExceptionViewSet()


__all__ = ["files", "menu", "reports"]

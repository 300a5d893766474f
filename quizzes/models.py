"""Where Django finds the models of this app; each lives in the room of its noun."""

from quizzes.assessing.models import QuestionFlaw, Regrade, ResponseFile
from quizzes.attempts.history import GradeEvent, ResponseEvent, ResponseProposal
from quizzes.attempts.models import Attempt, QuestionVersion, Response
from quizzes.banks.models import Question, QuestionBank, QuestionTag
from quizzes.exchange.models import QuestionImport
from quizzes.quiz.models import Quiz, QuizPage
from quizzes.quiz.overrides import QuizOverride
from quizzes.quiz.slots import FeedbackBand, QuizSlot

__all__ = [
    "Attempt",
    "FeedbackBand",
    "GradeEvent",
    "Question",
    "QuestionBank",
    "QuestionFlaw",
    "QuestionImport",
    "QuestionTag",
    "QuestionVersion",
    "Quiz",
    "QuizOverride",
    "QuizPage",
    "QuizSlot",
    "Regrade",
    "Response",
    "ResponseEvent",
    "ResponseFile",
    "ResponseProposal",
]

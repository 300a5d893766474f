"""Where Django finds the models of this app; each lives in the room of its noun."""

from quizzes.attempts.models import Attempt, GradeEvent, QuestionVersion, Response, ResponseEvent
from quizzes.banks.models import Question, QuestionBank, QuestionTag
from quizzes.quiz.models import Quiz, QuizPage, QuizSlot

__all__ = [
    "Attempt",
    "GradeEvent",
    "Question",
    "QuestionBank",
    "QuestionTag",
    "QuestionVersion",
    "Quiz",
    "QuizPage",
    "QuizSlot",
    "Response",
    "ResponseEvent",
]

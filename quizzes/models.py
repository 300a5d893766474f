"""Where Django finds the models of this app; each lives in the room of its noun."""

from quizzes.quiz.models import Quiz, QuizPage

__all__ = ["Quiz", "QuizPage"]

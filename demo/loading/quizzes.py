"""The quizzes of the demo (placeholder until the banks exist)."""

from typing import Any


def load_exam(page: Any, folder: Any) -> None: ...
def load_section_quiz(page: Any, file: Any) -> None: ...

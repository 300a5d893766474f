"""What lessons hold on a person: what they did in blocks, and how exercises went."""

from typing import Any

from accounts.models import User
from courses.lessons.models import BlockDeed, ExerciseResult


def export_lessons(user: User) -> dict[str, Any]:
    """Return a person's deeds in the words that they met, and results as they were told."""
    deeds = BlockDeed.objects.filter(learner=user).select_related("step__course")
    results = ExerciseResult.objects.filter(learner=user).select_related("step__course")
    return {
        "deeds": [
            {
                "course": deed.step.course.code,
                "step": deed.step.title,
                "kind": deed.kind,
                "heading": deed.heading,
                "data": deed.data,
                "created_at": deed.created_at,
                "updated_at": deed.updated_at,
            }
            for deed in deeds.order_by("pk")
        ],
        "exercises": [
            {
                "course": result.step.course.code,
                "step": result.step.title,
                "verb": result.verb,
                "score": result.score,
                "success": result.success,
                "statement": result.statement,
                "stored_at": result.stored_at,
            }
            for result in results.order_by("pk")
        ],
    }


def erase_lessons(user: User) -> None:
    """Erase them: they are nobody else's, and no part of the study record."""
    BlockDeed.objects.filter(learner=user).delete()
    ExerciseResult.objects.filter(learner=user).delete()

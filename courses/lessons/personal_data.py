"""What lessons hold on a person: what they did in blocks, how exercises went, their notes."""

from typing import Any

from accounts.models import User
from courses.lessons.models import BlockDeed, ExerciseResult, Marking, ReadingPlace


def export_lessons(user: User) -> dict[str, Any]:
    """Return a person's deeds and notes in the words that they met, and results as told."""
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
        "markings": [
            {
                "course": marking.step.course.code,
                "step": marking.step.title,
                "passage": marking.passage,
                "note": marking.note,
                "bookmarked_at": marking.bookmarked_at,
                "created_at": marking.created_at,
                "updated_at": marking.updated_at,
            }
            for marking in Marking.objects.filter(learner=user)
            .select_related("step__course")
            .order_by("pk")
        ],
        "places": [
            {
                "course": place.step.course.code,
                "step": place.step.title,
                "block": str(place.block_id),
                "paragraph": place.number + 1,
                "reached_at": place.reached_at,
            }
            for place in ReadingPlace.objects.filter(learner=user)
            .select_related("step__course")
            .order_by("pk")
        ],
    }


def erase_lessons(user: User) -> None:
    """Erase them: they are nobody else's, and no part of the study record."""
    BlockDeed.objects.filter(learner=user).delete()
    ExerciseResult.objects.filter(learner=user).delete()
    Marking.objects.filter(learner=user).delete()
    ReadingPlace.objects.filter(learner=user).delete()

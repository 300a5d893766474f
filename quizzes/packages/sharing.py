"""Questions of a course that is copied: the copy's own, or the same banks."""

from collections.abc import Iterator

from courses.packages.contents import Json
from courses.packages.copying import Names, Sharing
from quizzes.packages.quiz_part import KIND
from quizzes.quiz.models import QuizPage
from quizzes.quiz.slots import QuizSlot

SAME = ("question_id", "bank_id", "draw_count", "tag_names", "starts_section", "points")


class SharedQuestions(Sharing):
    """Quizzes are copied with their pages; banks belong to whoever asks from them."""

    def keys(self, parts: Json) -> Iterator[str]:
        """Yield the keys of all questions that the quizzes may ask."""
        for bank in _of(parts)["banks"]:
            yield from (question["key"] for question in bank["questions"])

    def without(self, parts: Json, keys: set[str]) -> Json:
        """
        Leave out the banks, and what the copied quizzes ask.

        A quiz that was made for another course's page is no copy: it is used as it is.
        """
        quizzes = [
            quiz | {"slots": []} if quiz["key"] in keys else quiz for quiz in _of(parts)["quizzes"]
        ]
        return parts | {KIND: {"quizzes": quizzes, "banks": []}}

    def share(self, named: Names) -> None:
        """Give each copied quiz the slots of its model."""
        pages = QuizPage.objects.filter(translation_key__in=[*named, *named.values()])
        quizzes = {str(key): quiz for key, quiz in pages.values_list("translation_key", "quiz")}
        pairs = {
            quizzes[new]: quizzes[old]
            for old, new in named.items()
            if old in quizzes and new in quizzes and quizzes[old] != quizzes[new]
        }
        for copy, model in pairs.items():
            QuizSlot.objects.bulk_create(
                QuizSlot(
                    quiz_id=copy,
                    sort_order=slot.sort_order,
                    **{name: getattr(slot, name) for name in SAME},
                )
                for slot in QuizSlot.objects.filter(quiz=model)
            )


def _of(parts: Json) -> Json:
    return {"quizzes": [], "banks": []} | (parts.get(KIND) or {})

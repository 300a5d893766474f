"""What somebody sees of a question after answering it: the columns of the review matrix."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """
    Which parts of a review are shown.

    `attempt`: the question with the answer given. `correctness`: right, partly or wrong, also of
    what was chosen. `marks`: points. `answer_feedback`: that of what was chosen; of everything
    where the right answer is shown too. `right_answer`: what would have been right.
    """

    attempt: bool = True
    correctness: bool = True
    marks: bool = True
    answer_feedback: bool = True
    general_feedback: bool = True
    right_answer: bool = True
    overall_feedback: bool = True


EVERYTHING = Seen()
NOTHING = Seen(*[False] * 7)

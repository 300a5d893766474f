"""
The forms in which an editor writes an answer, one block for each type of question.

The type of the one block in `Question.answer` is the type of the question; the ids of the
options are their keys in every language. `clean` explains what keeps a question from being
published; a draft is saved as it is. Every child of a block is written, texts as "".
"""

from wagtail import blocks

from quizzes.banks.blocks_arranging import MatchingBlock, OrderingBlock
from quizzes.banks.blocks_choice import MultipleChoiceBlock, SingleChoiceBlock, TrueFalseBlock
from quizzes.banks.blocks_gaps import ClozeBlock, GapSelectBlock
from quizzes.banks.blocks_typed import NumericalBlock, ShortAnswerBlock
from quizzes.banks.blocks_written import DescriptionBlock, EssayBlock


class AnswerBlock(blocks.StreamBlock):
    """Exactly one of these: its type is the type of the question."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    matching = MatchingBlock()
    ordering = OrderingBlock()
    short_answer = ShortAnswerBlock()
    numerical = NumericalBlock()
    cloze = ClozeBlock()
    gap_select = GapSelectBlock()
    essay = EssayBlock()
    description = DescriptionBlock()

    class Meta:
        min_num = 1
        max_num = 1

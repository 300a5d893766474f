"""The forms of questions in which things are paired or put in order."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import ProseBlock
from quizzes.banks.blocks_common import (
    OPTION_FEATURES,
    combined_feedback,
    in_items,
    in_list,
    shuffle,
)
from quizzes.grading.raw import plain_words

FEWEST_PAIRS = 2
FEWEST_ANSWERS = 3
FEWEST_ITEMS = 2
MOST = 50
LONGEST_ANSWER = 255
MARKINGS = [
    ("absolute", _("by place: each item in its right place counts")),
    ("relative", _("by distance: the nearer to its right place, the more an item counts")),
    ("exact", _("all or nothing: only the right order counts")),
]


class PairBlock(blocks.StructBlock):
    """A question and the answer that belongs to it."""

    question = ProseBlock(
        label=_("Question"),
        features=OPTION_FEATURES,
        required=False,
        help_text=_("Leave it empty for an answer that belongs to no question."),
    )
    answer = blocks.CharBlock(label=_("Answer"), max_length=LONGEST_ANSWER)

    class Meta:
        icon = "arrow-right"
        label = _("Pair")
        label_format = "{question} → {answer}"


class MatchingBlock(blocks.StructBlock):
    """Each question gets the answer that belongs to it."""

    pairs = blocks.ListBlock(PairBlock(), label=_("Pairs"), min_num=FEWEST_PAIRS, max_num=MOST)
    extra_answers = blocks.ListBlock(
        blocks.CharBlock(max_length=LONGEST_ANSWER),
        label=_("Extra answers"),
        help_text=_("They belong to no question, and make guessing harder."),
        default=[],
        max_num=MOST,
    )
    shuffle = shuffle(_("Shuffle the questions"), help_text=_("The answers are always shuffled."))
    feedback_right = combined_feedback("right")
    feedback_partly = combined_feedback("partly")
    feedback_wrong = combined_feedback("wrong")

    def clean(self, value: Any) -> Any:
        """Ask for two pairs and three different answers."""
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        asked = [pair for pair in value["pairs"] if has_words(pair["question"])]
        if len(asked) < FEWEST_PAIRS:
            raise in_list("pairs", _("Write at least two pairs with a question."))
        answers = {pair["answer"].strip() for pair in value["pairs"]}
        answers |= {answer.strip() for answer in value["extra_answers"]}
        if len(answers) < FEWEST_ANSWERS:
            problem = _(
                "There must be at least three different answers. Add a pair or an extra answer."
            )
            raise in_list("pairs", problem)
        return value

    class Meta:
        icon = "list-ul"
        label = _("Matching")
        template = "quizzes/blocks/matching.html"
        description = _("Questions and answers; the learner chooses an answer for each.")
        preview_value = {
            "pairs": [
                {"question": "<p>Kela</p>", "answer": "kuntoutusraha"},
                {"question": "<p>Työterveyshuolto</p>", "answer": "työkyvyn arvio"},
            ],
            "extra_answers": ["ajokortti"],
            "shuffle": False,
        }


class OrderingBlock(blocks.StructBlock):
    """Items to be put in order."""

    items = blocks.ListBlock(
        ProseBlock(features=OPTION_FEATURES, label=_("Item")),
        label=_("Items, in the right order"),
        min_num=FEWEST_ITEMS,
        max_num=MOST,
    )
    marking = blocks.ChoiceBlock(label=_("Marking"), choices=MARKINGS, default="absolute")
    feedback_right = combined_feedback("right")
    feedback_partly = combined_feedback("partly")
    feedback_wrong = combined_feedback("wrong")

    def clean(self, value: Any) -> Any:
        """Refuse items that say the same: nobody could tell which comes first."""
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        seen: set[str] = set()
        problems = {}
        for place, item in enumerate(value["items"]):
            if item.source in seen:
                problems[place] = _("Another item says the same. Say how they differ.")
            seen.add(item.source)
        if problems:
            raise in_items("items", problems)
        return value

    class Meta:
        icon = "list-ol"
        label = _("Ordering")
        template = "quizzes/blocks/ordering.html"
        description = _("Items that the learner puts in order.")
        preview_value = {
            "items": ["<p>Havainto</p>", "<p>Keskustelu</p>", "<p>Suunnitelma</p>"],
            "marking": "absolute",
        }


def has_words(text: Any) -> bool:
    """Whether a rich text says or shows something."""
    return bool(plain_words(text.source)) or "<embed" in text.source

"""The forms of questions with gaps in a sentence. The gaps' places are in the question's text."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.banks.blocks_choice import FEWEST_OPTIONS, sum_problem
from quizzes.banks.blocks_common import (
    NOBODY,
    NumberBlock,
    combined_feedback,
    feedback,
    fraction,
    gives_everything,
    in_items,
    in_list,
    shuffle,
)
from quizzes.grading import gaps, markers, numbers
from quizzes.grading.typed import LONGEST_LINE

MOST_GAPS = 200
GAP_KINDS = [
    (gaps.SHORT, _("a word, typed")),
    (gaps.SHORT_CASE, _("a word, typed; capital letters matter")),
    (gaps.NUMBER, _("a number")),
    (gaps.MENU, _("one option from a list")),
    (gaps.ROW, _("one option, side by side")),
    (gaps.COLUMN, _("one option, one below the other")),
    ("many_row", _("several options, side by side")),
    ("many_column", _("several options, one below the other")),
]


class GapAnswerBlock(blocks.StructBlock):
    """What may be typed or chosen in a gap, and what it is worth."""

    text = blocks.CharBlock(
        label=_("Answer"),
        max_length=LONGEST_LINE,
        help_text=_("In a typed gap * stands for any text; a number is written in digits."),
    )
    fraction = fraction(default=Decimal(1))
    feedback = feedback()
    tolerance = NumberBlock(
        label=_("Tolerance"),
        required=False,
        default="",
        lowest=0,
        help_text=_("For a number: how far from it an answer may be."),
    )

    class Meta:
        icon = "edit"
        label = _("Answer")
        label_format = "{text} ({fraction})"


class GapBlock(blocks.StructBlock):
    """One gap."""

    kind = blocks.ChoiceBlock(label=_("The gap takes"), choices=GAP_KINDS, default=gaps.SHORT)
    weight = blocks.IntegerBlock(
        label=_("Weight"),
        default=1,
        min_value=0,
        max_value=1000,
        help_text=_("How much this gap counts beside the others."),
    )
    answers = blocks.ListBlock(GapAnswerBlock(), label=_("Answers"), min_num=1, max_num=50)
    shuffle = shuffle(_("Shuffle the options"), default=False)

    def clean(self, value: Any) -> Any:
        """Say what keeps a gap from being filled rightly."""
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        answers, kind = value["answers"], value["kind"]
        if kind not in gaps.TYPED and len(answers) < FEWEST_OPTIONS:
            raise in_list("answers", _("A gap to choose in needs at least two options."))
        if kind in gaps.SEVERAL_OF:
            if problem := sum_problem([answer["fraction"] or Decimal(0) for answer in answers]):
                raise in_list("answers", problem)
        elif not gives_everything(answers):
            raise in_list("answers", NOBODY)
        if kind == gaps.NUMBER and (problems := _no_numbers(answers)):
            raise in_items("answers", problems)
        return value

    class Meta:
        icon = "edit"
        label = _("Gap")
        label_format = "{kind}"


def _no_numbers(answers: Any) -> Mapping[int, Any]:
    return {
        place: _("Write a number in digits, such as 12,5, or * for any other number.")
        for place, answer in enumerate(answers)
        if answer["text"].strip() != numbers.ANY and numbers.number(answer["text"]) is None
    }


class ClozeBlock(blocks.StructBlock):
    """Gaps of any kind; [[1]] in the question is the place of the first."""

    gaps = blocks.ListBlock(
        GapBlock(),
        label=_("Gaps"),
        min_num=1,
        max_num=MOST_GAPS,
        help_text=_("Write [[1]] in the question where the first gap is, [[2]] for the second …"),
    )
    feedback_right = combined_feedback("right")
    feedback_partly = combined_feedback("partly")
    feedback_wrong = combined_feedback("wrong")

    def clean(self, value: Any) -> Any:
        """Ask for a gap that counts."""
        value = super().clean(value)
        if not self.is_deferred_validation and not any(gap["weight"] for gap in value["gaps"]):
            raise in_list("gaps", _("At least one gap must have a weight above 0."))
        return value

    class Meta:
        icon = "edit"
        label = _("Gaps to fill by writing")
        template = "quizzes/blocks/cloze.html"
        description = _("A text with gaps: words, numbers and choices.")
        preview_value = {
            "gaps": [
                {
                    "kind": gaps.SHORT,
                    "weight": 1,
                    "answers": [{"text": "Kela", "fraction": Decimal(1), "feedback": ""}],
                },
                {
                    "kind": gaps.MENU,
                    "weight": 1,
                    "answers": [
                        {"text": "kuntoutusraha", "fraction": Decimal(1), "feedback": ""},
                        {"text": "palkka", "fraction": Decimal(0), "feedback": ""},
                    ],
                },
            ]
        }


class GapChoiceBlock(blocks.StructBlock):
    """A choice, offered in the gaps of its group."""

    text = blocks.CharBlock(label=_("Choice"), max_length=255)
    group = blocks.IntegerBlock(
        label=_("Group"),
        default=1,
        min_value=1,
        max_value=20,
        help_text=_("A gap offers the choices of the same group as its right one."),
    )

    class Meta:
        icon = "tag"
        label = _("Choice")
        label_format = "{text} ({group})"


class GapSelectBlock(blocks.StructBlock):
    """Choices for gaps; [[2]] in the question is a gap whose right choice is the second."""

    choices = blocks.ListBlock(
        GapChoiceBlock(),
        label=_("Choices"),
        min_num=2,
        max_num=MOST_GAPS,
        help_text=_(
            "Write [[1]] in the question where the first choice is right, [[2]] for the second …"
        ),
    )
    shuffle = shuffle(_("Shuffle the choices"))
    presentation = blocks.ChoiceBlock(
        label=_("In files, this is a question of"),
        choices=[("select", _("lists to choose from")), ("drag", _("words to drag"))],
        default="select",
        help_text=_("Here learners always choose from lists, which every device can do."),
    )
    feedback_right = combined_feedback("right")
    feedback_partly = combined_feedback("partly")
    feedback_wrong = combined_feedback("wrong")

    def clean(self, value: Any) -> Any:
        """Refuse choices of a group that say the same: one of them would count as wrong."""
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        seen: set[tuple[int, str]] = set()
        problems = {}
        for place, choice in enumerate(value["choices"]):
            key = (choice["group"], choice["text"].strip())
            if key in seen:
                problems[place] = _(
                    "Another choice of the group says the same. Use its number in both gaps."
                )
            seen.add(key)
        if problems:
            raise in_items("choices", problems)
        return value

    class Meta:
        icon = "edit"
        label = _("Gaps to fill by choosing")
        template = "quizzes/blocks/gap_select.html"
        description = _("A text with gaps, and lists of choices for them.")
        preview_value = {
            "choices": [{"text": "Kela", "group": 1}, {"text": "kunta", "group": 1}],
            "shuffle": False,
        }


def marker_problems(kind: str, value: Mapping[str, Any], stem: str) -> Iterator[str]:
    """Yield how the markers of a question's text and its gaps disagree (raw data of a block)."""
    there = markers.numbers(stem)
    if kind == "cloze":
        yield from _cloze_problems(len(value.get("gaps") or []), Counter(there))
    if kind == "gap_select":
        count = len(value.get("choices") or [])
        if not there:
            yield str(_("Write [[1]] in the question where the first choice belongs."))
        for number in sorted({number for number in there if not 1 <= number <= count}):
            yield str(
                _("The question has the marker [[%(number)s]], but there is no such choice.")
                % {"number": number}
            )


def _cloze_problems(count: int, there: Counter[int]) -> Iterator[str]:
    for number in range(1, count + 1):
        if not there[number]:
            yield str(
                _("Gap %(number)s has no place: write [[%(number)s]] in the question.")
                % {"number": number}
            )
    for number, times in sorted(there.items()):
        if not 1 <= number <= count:
            yield str(
                _("The question has the marker [[%(number)s]], but there is no such gap.")
                % {"number": number}
            )
        elif times > 1:
            yield str(
                _("The marker [[%(number)s]] is in the question more than once.")
                % {"number": number}
            )

"""What the help is written with: topics, and the questions of each."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.text import SHORT_FEATURES, ProseBlock


class QuestionBlock(blocks.StructBlock):
    """One question and its answer."""

    question = blocks.CharBlock(
        label=_("Question"),
        max_length=150,
        default="",
        help_text=_("In the reader's own words, as they would ask a colleague."),
    )
    answer = ProseBlock(
        label=_("Answer"),
        features=SHORT_FEATURES,
        default="",
        help_text=_("The first sentence answers. Then what to do, step by step where it helps."),
    )
    other_words = blocks.TextBlock(
        label=_("Other words"),
        required=False,
        default="",
        help_text=_(
            "What readers may type who call the thing by another name, one a line. They are "
            "searched, and not shown."
        ),
    )

    class Meta:
        icon = "help"
        label = _("Question")


class TopicBlock(blocks.StructBlock):
    """A task, and what is asked about it."""

    heading = blocks.CharBlock(
        label=_("Heading"), max_length=80, default="", help_text=_("What the reader is doing.")
    )
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Topic")


class TopicsBlock(blocks.StreamBlock):
    """The topics of the help, in the order in which readers meet them."""

    topic = TopicBlock()


def anchor(question_id: object) -> str:
    """
    Return a question's place on its page: the same in every language, whatever its words become.

    >>> anchor("3f")
    'kysymys-3f'
    """
    return f"kysymys-{question_id}"


def questions_of(topic: Any) -> list[tuple[str, Any]]:
    """Return the questions of a topic's value, each with its id."""
    return [(str(child.id), child.value) for child in topic["questions"].bound_blocks]

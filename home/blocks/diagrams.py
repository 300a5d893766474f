"""A process drawn from what it consists of: steps, questions, and where each leads."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from home import flows
from home.blocks.tables import GROUP

MOST_STEPS = 16


class ArrowBlock(blocks.StructBlock):
    """Where a step leads."""

    to = blocks.IntegerBlock(
        label=_("To step number"),
        min_value=1,
        max_value=MOST_STEPS,
        help_text=_("Counted from the top of this list."),
    )
    words = blocks.CharBlock(
        label=_("Words on the arrow"),
        required=False,
        max_length=40,
        default="",
        help_text=_("After a question: the answer, such as “Yes”."),
    )

    class Meta:
        icon = "arrow-right"
        label = _("Arrow")


class ProcessStepBlock(blocks.StructBlock):
    """One box of a process."""

    words = blocks.CharBlock(
        label=pgettext_lazy("block", "Step"),
        max_length=90,
        default="",
        help_text=_("Who does what, or what is asked, in a few words."),
    )
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("step", _("Step")), ("question", _("Question")), ("end", _("End"))],
        default="step",
        help_text=_("A question has an arrow for each answer; an end has none."),
    )
    arrows = blocks.ListBlock(
        ArrowBlock(),
        label=_("Leads to"),
        default=[],
        max_num=4,
        help_text=_("Empty: to the next one on this list."),
    )

    class Meta:
        icon = "arrow-right"
        label = pgettext_lazy("block", "Step")


class ProcessValue(blocks.StructValue):
    """A process as its template draws and tells it."""

    def nodes(self) -> list[flows.Node]:
        """Each step with where it leads, counted from nought."""
        steps = list(self["steps"])
        return [
            flows.Node(step["words"], step["kind"] or "step", _arrows(steps, number))
            for number, step in enumerate(steps)
        ]

    @property
    def drawing(self) -> flows.Drawing:
        """The process laid out, in the language that is active."""
        return flows.drawn(self.nodes(), get_language() or "fi")

    @property
    def told(self) -> list[dict[str, Any]]:
        """
        The same as a list: each step, and the steps that it leads to, by number.

        That a step leads to the next one says the list itself.
        """
        nodes = self.nodes()
        return [
            {
                "words": node.words,
                "kind": node.kind,
                "arrows": [
                    {"to": target + 1, "words": words, "target": nodes[target].words}
                    for target, words in node.arrows
                    if target < len(nodes) and node.arrows != [(number + 1, "")]
                ],
            }
            for number, node in enumerate(nodes)
        ]


def _arrows(steps: list[Any], number: int) -> list[tuple[int, str]]:
    step = steps[number]
    given = [(arrow["to"] - 1, arrow["words"] or "") for arrow in step["arrows"] if arrow["to"]]
    if given or step["kind"] == "end" or number + 1 == len(steps):
        return given
    return [(number + 1, "")]


class ProcessBlock(blocks.StructBlock):
    """A process with branches, as a drawing and as a list that says the same."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        default="",
        help_text=_("What the process is of: “From sick leave back to work”."),
    )
    summary = blocks.TextBlock(
        label=_("In short"),
        default="",
        rows=2,
        help_text=_("What the drawing shows in one or two sentences, for those who do not see it."),
    )
    steps = blocks.ListBlock(
        ProcessStepBlock(),
        label=_("Steps"),
        min_num=2,
        max_num=MOST_STEPS,
        form_classname="numbered-blocks",
        help_text=_("Four to ten. The drawing is made of these; nothing needs to be drawn."),
    )

    class Meta:
        icon = "cogs"
        label = _("Process diagram")
        group = GROUP
        template = "blocks/process.html"
        value_class = ProcessValue
        description = _("A process with branches, drawn from its steps.")
        preview_value = {
            "heading": "Sairauslomalta takaisin työhön",
            "summary": "Kolmen kuukauden kohdalla arvioidaan, onnistuuko paluu omaan työhön.",
            "steps": [
                {"words": "Yhteydenotto sairausloman aikana", "kind": "step", "arrows": []},
                {
                    "words": "Onnistuuko paluu omaan työhön?",
                    "kind": "question",
                    "arrows": [{"to": 3, "words": "Kyllä"}, {"to": 4, "words": "Ei vielä"}],
                },
                {
                    "words": "Osasairauspäiväraha ja kevennetty työ",
                    "kind": "step",
                    "arrows": [{"to": 5, "words": ""}],
                },
                {
                    "words": "Työterveysneuvottelu ja kuntoutustarpeen selvitys",
                    "kind": "step",
                    "arrows": [{"to": 2, "words": "Uusi arvio"}],
                },
                {"words": "Seuranta kolmen kuukauden ajan", "kind": "end", "arrows": []},
            ],
        }

    def clean(self, value: Any) -> Any:
        """Want arrows that lead somewhere, answers to questions, and no step out of reach."""
        if self.is_deferred_validation:
            return super().clean(value)
        value = super().clean(value)
        if errors := process_errors(value.nodes()):
            raise StructBlockValidationError(block_errors={"steps": ValidationError(errors)})
        return value


def process_errors(nodes: list[flows.Node]) -> list[str]:
    """Return what keeps a process from being followed, as sentences that name the step."""
    errors = []
    for number, node in enumerate(nodes, start=1):
        params = {"number": number, "words": node.words}
        targets = [target for target, _words in node.arrows]
        if any(not 0 <= target < len(nodes) for target in targets):
            errors.append(_("Step %(number)s leads to a step that is not there.") % params)
        if number - 1 in targets:
            errors.append(_("Step %(number)s leads to itself.") % params)
        if len(set(targets)) < len(targets):
            errors.append(_("Step %(number)s leads to the same step twice.") % params)
        if node.kind == "end" and targets:
            errors.append(_("Step %(number)s is an end, so it leads nowhere.") % params)
        if node.kind == "question" and (
            len(targets) < 2 or any(not words.strip() for _target, words in node.arrows)
        ):
            errors.append(
                _("Step %(number)s is a question: give it an arrow with words for each answer.")
                % params
            )
    lost = [number + 1 for number in range(len(nodes)) if number not in _reached(nodes)]
    if lost:
        numbers = ", ".join(map(str, lost))
        errors.append(_("Nothing leads to these steps: %(numbers)s.") % {"numbers": numbers})
    return errors


def _reached(nodes: list[flows.Node]) -> set[int]:
    found: set[int] = set()
    waiting = [0]
    while waiting:
        number = waiting.pop()
        if number in found or not 0 <= number < len(nodes):
            continue
        found.add(number)
        waiting += [target for target, _words in nodes[number].arrows]
    return found

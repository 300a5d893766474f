"""One form for all rules of a course; its fields are named by the ids of the course's own steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from courses import rule_faults
from courses.catalogue.models import Course, CourseStep
from courses.progress.judging import CourseRules
from courses.progress.proposal import Asked, Proposal, ProposedChoice, proposal_of
from courses.progress.rules_in_words import problem_words
from home.words import said_in

# Empty places for new choices at the end of the form.
SPARE = 1
MOST_WEIGHT = Decimal(100)


@dataclass(frozen=True)
class StepFields:
    """A row of the form: a step and its fields; `chosen` are its ticks, choice by choice."""

    step: CourseStep
    minimum: forms.BoundField
    after: forms.BoundField
    weight: forms.BoundField | None
    chosen: list[forms.BoundField]


@dataclass(frozen=True)
class ChoiceFields:
    """A choice's own fields."""

    number: int
    name_fi: forms.BoundField
    name_sv: forms.BoundField
    needed: forms.BoundField


class RulesForm(forms.Form):
    """
    Order, choices, and each step's score, order and weight.

    It is judged as a whole: rules that nobody can meet are refused with the reason. Steps
    and choices of another course have no field here, so what is sent for them is ignored.
    """

    sequential = forms.BooleanField(
        label=_("In order"),
        required=False,
        help_text=_("A step opens when the required steps before it are done."),
    )
    curriculum_version = forms.CharField(
        label=_("Curriculum version"),
        max_length=20,
        help_text=_(
            "Raise it when what completing means changes; each completion keeps the version that "
            "it was judged by."
        ),
    )

    def __init__(self, data: Any = None, *, course: Course, today: CourseRules) -> None:
        self.course, self.today = course, today
        now = proposal_of(course, today)
        initial: dict[str, Any] = {
            "sequential": now.sequential,
            "curriculum_version": now.curriculum_version,
        }
        super().__init__(data, initial=initial)
        self.kept = [choice.pk for choice in now.choices]
        self.names = [said_in(choice.names, get_language(), "") for choice in now.choices]
        self.numbers = range(len(now.choices) + SPARE)
        for number in self.numbers:
            self._add_choice(number, now.choices[number] if number < len(self.kept) else None)
        for step in today.steps:
            self._add_step(step, now.steps[step.pk], now.choices)

    def _add_choice(self, number: int, choice: ProposedChoice | None) -> None:
        names = choice.names if choice else {}
        for language, label in (("fi", _("Name in Finnish")), ("sv", _("Name in Swedish"))):
            self.fields[f"choice-{number}-{language}"] = forms.CharField(
                label=label, max_length=120, required=False, initial=names.get(language, "")
            )
        self.fields[f"choice-{number}-needed"] = forms.IntegerField(
            label=_("How many are needed"),
            min_value=1,
            max_value=1000,
            required=False,
            initial=choice.needed if choice else None,
        )

    def _add_step(
        self, step: CourseStep, asked: Asked, choices: tuple[ProposedChoice, ...]
    ) -> None:
        self.fields[f"step-{step.pk}-minimum"] = forms.DecimalField(
            label=_("Minimum score (%)"),
            min_value=Decimal(0),
            max_value=Decimal(100),
            decimal_places=2,
            localize=True,
            required=False,
            initial=asked.minimum,
        )
        others = [(str(one.pk), one.title) for one in self.today.steps if one.pk != step.pk]
        self.fields[f"step-{step.pk}-after"] = forms.TypedChoiceField(
            label=_("Opens after"),
            choices=[("", "–"), *others],
            coerce=int,
            empty_value=None,
            required=False,
            initial=asked.after,
        )
        if self.today.rules.graded:
            self.fields[f"step-{step.pk}-weight"] = forms.DecimalField(
                label=_("Weight in the grade"),
                min_value=Decimal(0),
                max_value=MOST_WEIGHT,
                decimal_places=2,
                localize=True,
                required=False,
                initial=asked.weight or None,
            )
        for number in self.numbers:
            chosen = number < len(choices) and step.pk in choices[number].steps
            self.fields[f"step-{step.pk}-in-{number}"] = forms.BooleanField(
                label=self.label_of(number), required=False, initial=chosen
            )

    def label_of(self, number: int) -> str:
        """What a choice is called in the table's head: by its name, where it has one."""
        name = self.names[number] if number < len(self.names) else ""
        label = _now("Choice %(number)s") % {"number": number + 1}
        return f"{label}: {name}" if name else label

    @property
    def columns(self) -> list[str]:
        """The choices' heads."""
        return [self.label_of(number) for number in self.numbers]

    def choice_rows(self) -> Iterator[ChoiceFields]:
        """The choices' own fields, in order."""
        for number in self.numbers:
            fields = (self[f"choice-{number}-{name}"] for name in ("fi", "sv", "needed"))
            yield ChoiceFields(number + 1, *fields)

    def step_rows(self) -> Iterator[StepFields]:
        """The steps with their fields, in order."""
        for step in self.today.steps:
            weight = f"step-{step.pk}-weight"
            yield StepFields(
                step,
                self[f"step-{step.pk}-minimum"],
                self[f"step-{step.pk}-after"],
                self[weight] if weight in self.fields else None,
                [self[f"step-{step.pk}-in-{number}"] for number in self.numbers],
            )

    def clean(self) -> dict[str, Any]:
        """Refuse what nobody could meet."""
        cleaned = super().clean() or self.cleaned_data
        for number in self.numbers:
            self._clean_choice(number, cleaned)
        self._refuse_circles(cleaned)
        if not self.errors:
            proposed = self.proposal().applied_to(self.today)
            for problem in rule_faults.problems(proposed.rules):
                self.add_error(None, problem_words(problem, proposed))
        return cleaned

    def _refuse_circles(self, cleaned: dict[str, Any]) -> None:
        """Steps that wait for each other open to nobody, whether they are asked for or not."""
        after = {step.pk: cleaned.get(f"step-{step.pk}-after") for step in self.today.steps}
        for pk in rule_faults.in_circles(after):
            self.add_error(
                f"step-{pk}-after",
                _now("These steps wait for each other, so none of them would ever open."),
            )

    def _clean_choice(self, number: int, cleaned: dict[str, Any]) -> None:
        """A choice that is begun is whole; one without anything is left out."""
        name = cleaned.get(f"choice-{number}-fi")
        needed, steps = cleaned.get(f"choice-{number}-needed"), self._chosen(number)
        if not (name or needed or steps) or f"choice-{number}-needed" in self.errors:
            return
        if not name:
            self.add_error(f"choice-{number}-fi", _now("Give the choice a name in Finnish."))
        if not needed:
            self.add_error(f"choice-{number}-needed", _now("Say how many are needed."))
        elif len(steps) < needed:
            self.add_error(
                f"choice-{number}-needed",
                _now("Tick at least so many steps for it in the table below."),
            )

    def _chosen(self, number: int) -> tuple[int, ...]:
        ticked = self.cleaned_data
        return tuple(
            step.pk for step in self.today.steps if ticked.get(f"step-{step.pk}-in-{number}")
        )

    def proposal(self) -> Proposal:
        """What the form says; a choice without anything is gone."""
        said = self.cleaned_data
        return Proposal(
            sequential=said["sequential"],
            steps={
                step.pk: Asked(
                    said[f"step-{step.pk}-minimum"],
                    said[f"step-{step.pk}-after"],
                    said.get(f"step-{step.pk}-weight") or Decimal(0),
                )
                for step in self.today.steps
            },
            choices=tuple(self._choices()),
            curriculum_version=said["curriculum_version"],
        )

    def _choices(self) -> Iterator[ProposedChoice]:
        said = self.cleaned_data
        for number in self.numbers:
            if not said[f"choice-{number}-fi"]:
                continue
            names = {
                language: said[f"choice-{number}-{language}"]
                for language in ("fi", "sv")
                if said[f"choice-{number}-{language}"]
            }
            yield ProposedChoice(
                self.kept[number] if number < len(self.kept) else None,
                names,
                said[f"choice-{number}-needed"],
                self._chosen(number),
            )

"""What completing a course takes, as plain data, and back."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from courses.catalogue.models import Course, CourseStep
from courses.catalogue.requirements import StepGroup, StepRule
from courses.packages.rows import plain

RULES = ("minimum_percent", "grade_weight")


def rules_of(course: Course) -> dict[str, Any]:
    """Return choices of steps and rules of steps, with the steps by their keys."""
    groups = course.step_groups.prefetch_related("steps")
    rules = StepRule.objects.filter(step__course=course).select_related("step", "after")
    return {
        "groups": [
            {
                "names": group.names,
                "needed": group.needed,
                "steps": sorted(str(step.key) for step in group.steps.all()),
            }
            for group in groups
        ],
        "steps": [
            {
                "step": str(rule.step.key),
                "after": str(rule.after.key) if rule.after else None,
                **{name: plain(getattr(rule, name)) for name in RULES},
            }
            for rule in rules.order_by("step__key")
        ],
    }


def set_rules(course: Course, rules: dict[str, Any]) -> None:
    """
    Give a course these rules instead of those it has; raises ValidationError.

    Steps must be there: see `steps_to_come`.
    """
    steps = {str(step.key): step for step in CourseStep.objects.filter(course=course)}
    course.step_groups.all().delete()
    StepRule.objects.filter(step__course=course).delete()
    for position, item in enumerate(_items(rules.get("groups"))):
        names = item.get("names")
        group = StepGroup(
            course=course,
            names={str(key): str(name) for key, name in names.items()}
            if isinstance(names, dict)
            else {},
            needed=item.get("needed"),
            position=position,
        )
        group.full_clean()
        group.save()
        group.steps.set([steps[key] for key in _items(item.get("steps"), str) if key in steps])
    for item in _items(rules.get("steps")):
        step, after = steps.get(str(item.get("step"))), steps.get(str(item.get("after")))
        if step is not None:
            rule = StepRule(step=step, after=after, **{name: item.get(name) for name in RULES})
            rule.full_clean()
            rule.save()


def _items(value: Any, kind: type = dict) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
        raise ValidationError("shape")
    return value


def steps_to_come(course: Course, pages: list[Any]) -> None:
    """
    Make the steps of pages that are drafts, retired until their pages are published.

    Rules point at steps; publishing a page brings its step to life by its key.
    """
    there = set(CourseStep.objects.filter(course=course).values_list("key", flat=True))
    now = timezone.now()
    CourseStep.objects.bulk_create(
        CourseStep(
            course=course,
            key=page.translation_key,
            kind=page.step_kind,
            titles={page.locale.language_code: page.title},
            module_key=_module(page),
            position=position,
            minutes=page.minutes,
            required=page.required,
            retired_at=now,
        )
        for position, page in enumerate(pages, start=1)
        if page.translation_key not in there
    )


def _module(page: Any) -> UUID:
    key: UUID = page.get_parent().translation_key
    return key

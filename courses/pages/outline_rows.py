"""A course's outline as one reader sees it: what is done, where they are, how long is left."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.pages.outline import OutlineModule, OutlineStep
from courses.pages.reading import Reading
from courses.progress.path import state_of
from home.moments import duration_in_words


def outline_rows(reading: Reading) -> list[dict[str, Any]]:
    """Return the modules with their steps, for the `outline` component."""
    rows = []
    for module in reading.outline.modules:
        keys = [step.key for step in module.steps]
        rows.append(
            {
                "title": module.title,
                "language": module.language,
                "is_current": reading.step is not None and reading.step.key in keys,
                "state": state_of(keys, here=_here(reading), done=reading.done),
                "done": sum(1 for key in keys if key in reading.done),
                "total": len(keys),
                "steps": [_step_row(step, reading) for step in module.steps],
            }
        )
    return rows


def _step_row(step: OutlineStep, reading: Reading) -> dict[str, Any]:
    return {
        "title": step.title,
        "language": step.language,
        "href": "" if step.id in reading.closed else step.href,
        "note": reading.closed_words(step) or reading.due_words(step),
        "kind": step.kind,
        "minutes": step.minutes,
        "state": state_of([step.key], here=_here(reading), done=reading.done),
        "is_current": reading.step is not None and step.key == reading.step.key,
    }


def path_rows(reading: Reading) -> list[dict[str, Any]]:
    """Return one marker a module, with its steps, for `path_drawing` on the course's page."""
    rows = outline_rows(reading)
    for module, row in zip(reading.outline.modules, rows, strict=True):
        enterable = [step for step in module.steps if step.id not in reading.closed]
        first_undone = next((s for s in enterable if s.key not in reading.done), None)
        step = first_undone or (enterable[0] if enterable else None)
        row["label"] = row["title"]
        row["href"] = step.href if step else ""
        row["note"] = _length(module, reading)
    return rows


def _length(module: OutlineModule, reading: Reading) -> str:
    """Say how much a module holds, or how much of it is left."""
    left = sum(step.minutes for step in module.steps if step.key not in reading.done)
    done = sum(1 for step in module.steps if step.key in reading.done)
    if done and left:
        return _("%(done)s / %(total)s, about %(left)s left") % {
            "done": done,
            "total": len(module.steps),
            "left": duration_in_words(left),
        }
    minutes = sum(step.minutes for step in module.steps)
    return ngettext(
        "%(count)s step, about %(takes)s",
        "%(count)s steps, about %(takes)s",
        len(module.steps),
    ) % {"count": len(module.steps), "takes": duration_in_words(minutes)}


def _here(reading: Reading) -> UUID | None:
    """The step to go on with, for those who study; who has completed is on the way nowhere."""
    if reading.enrolment is None or not reading.enrolment.is_active or reading.resume is None:
        return None
    return reading.resume.key

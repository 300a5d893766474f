"""A course as a path: its drawing, how far one has come, and its steps in a list."""

from itertools import cycle, islice

from django import template
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from home import trail

register = template.Library()

STEP_ICONS = {
    "lesson": "book-open",
    "quiz": "list-checks",
    "assignment": "clipboard-pen-line",
    "webinar": "presentation",
    "self_assessment": "gauge",
}


@register.simple_tag
def path_drawing(markers, size="small"):
    """
    Draw a course as a path.

    `markers`: objects or dicts with label, state ("done", "current", "ahead")
    and, if wanted, href, note, language and steps (those of `outline`). Sizes:
    small (a row's sign), wide (a landscape), large (the list of modules
    itself, with links and steps).
    """
    markers = [_marker(marker) for marker in markers]
    if not markers:
        return ""
    return render_to_string(f"components/path_{size}.html", PATH_SIZES[size](markers))


def _marker(marker):
    keys = ("label", "state", "href", "note", "language", "steps")
    return {key: _read(marker, key, "") for key in keys}


def _read(thing, key, default=None):
    return thing.get(key, default) if isinstance(thing, dict) else getattr(thing, key, default)


def _drawing(markers, *, width, height, margin):
    places = trail.points(len(markers), width=width, height=height, margin=margin)
    last = trail.reached([marker["state"] for marker in markers])
    return {
        "markers": [marker | {"at": place} for marker, place in zip(markers, places, strict=True)],
        "width": width,
        "height": height,
        "walked": trail.curve(places[: last + 1]),
        "ahead": trail.curve(places[max(last, 0) :]),
    }


def _small(markers):
    # Rows of one list stay comparable, so a marker has the same step until
    # there are too many for a phone.
    width = 16 + min(17 * (len(markers) - 1), 187)
    return _drawing(markers, width=width, height=24, margin=6)


def _wide(markers):
    return _drawing(markers, width=480, height=110, margin=22)


def _large(markers):
    places = [round(12 + depth * 40) for depth in islice(cycle(trail.MEANDER), len(markers))]
    following = [*places[1:], places[-1]]
    return {
        "items": [
            marker | {"x": here, "next_x": there}
            for marker, here, there in zip(markers, places, following, strict=True)
        ]
    }


PATH_SIZES = {"small": _small, "wide": _wide, "large": _large}


@register.inclusion_tag("components/progress.html")
def progress(done, total, percent):
    """
    How far: a small path, and the same in words.

    A percent above the share that is done was reached before content was added: that is said.
    """
    walked, at = trail.walked(percent)
    has_new = bool(total) and percent > 100 * done // total
    facts = {"done": done, "total": total, "percent": percent, "has_new": has_new}
    return facts | {"walked": walked, "at": at}


@register.inclusion_tag("components/outline.html")
def outline(modules, done=None, total=None):
    """
    The course's modules and steps beside a lesson.

    Module: title, is_current, done, total, steps. Step: title, href (empty
    when closed), note (when it opens, by when it is due), state ("done", "current",
    "ahead"), is_current, kind, minutes.
    """
    modules = list(modules)
    counts = [(_read(module, "done"), _read(module, "total")) for module in modules]
    return {
        "modules": modules,
        "done": sum(count for count, _all in counts) if done is None else done,
        "total": sum(count for _done, count in counts) if total is None else total,
        "icons": STEP_ICONS,
    }


@register.inclusion_tag("components/step_nav.html")
def step_nav(before, after, opens=""):
    """
    Lead from a step to the one before and the one after.

    Both: None, or with href, title and language. `opens`: when the one after opens, in words,
    while it is closed; then it is no link.
    """
    return {"before": before, "after": after, "opens": opens}


@register.filter
def step_icon(kind):
    """The sign of a step's kind."""
    return STEP_ICONS.get(kind, "circle")


@register.filter
def step_kind(kind):
    """A step's kind in words, for those who do not see its sign."""
    return {
        "lesson": _("Lesson"),
        "quiz": _("Quiz"),
        "assignment": _("Assignment"),
        "webinar": _("Webinar"),
        "self_assessment": _("Self-assessment"),
    }.get(kind, "")

"""
The interface's parts, one template each in `templates/components/`.

Pages compose these and write no markup of their own for them; the gallery at
`/_ui/` shows every one. Markup that a block tag wraps arrives rendered.
"""

from itertools import cycle, islice
from urllib.parse import urlencode

from django import forms, template
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home import hyphens, routing, trail

register = template.Library()

STATUS_ICONS = {
    "note": "info",
    "good": "check",
    "warning": "clock",
    "error": "circle-alert",
    "neutral": "circle",
}
CALLOUT_ICONS = {
    "note": "info",
    "good": "lightbulb",
    "warning": "triangle-alert",
    "error": "circle-alert",
}
STEP_ICONS = {
    "lesson": "book-open",
    "quiz": "list-checks",
    "assignment": "clipboard-pen-line",
    "webinar": "presentation",
    "self_assessment": "gauge",
}
MESSAGE_TONES = {"success": "good", "warning": "warning", "error": "error"}


@register.inclusion_tag("components/icon.html")
def icon(name, label=""):
    """Draw one sign of the sprite; without a label it is decoration beside words."""
    return {"name": name, "label": label}


@register.inclusion_tag("components/button_link.html")
def button_link(href, text, tone="primary", icon=""):
    """A link that looks like a deed. Tones: primary, quiet, next (once a page)."""
    return {"href": href, "text": text, "tone": tone, "icon": icon}


@register.simple_block_tag(end_name="endcallout")
def callout(content, tone="note", heading="", level=3, icon=""):
    """
    Set a passage apart. Tones: note, good, warning, error. `level`: of its heading.

    `icon`: another sign than the tone has.
    """
    return render_to_string(
        "components/callout.html",
        {
            "content": content,
            "tone": tone,
            "heading": heading,
            "level": level,
            "icon": icon or CALLOUT_ICONS.get(tone, "info"),
        },
    )


@register.simple_block_tag(end_name="endcard")
def card(content, title, href="", eyebrow="", level=3, language=""):
    """
    A course or a thing among its like; the whole card leads to `href`.

    `language`: of the title and its target; said aloud where it is not the page's.
    """
    return render_to_string(
        "components/card.html",
        {
            "content": content,
            "title": title,
            "href": href,
            "eyebrow": eyebrow,
            "level": level,
            "language": language,
        },
    )


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
    """How far: a small path, and the same in words."""
    walked, at = trail.walked(percent)
    return {"done": done, "total": total, "percent": percent, "walked": walked, "at": at}


@register.inclusion_tag("components/status.html")
def status(text, tone="neutral", icon=""):
    """A state in words with a sign. Tones: note, good, warning, error, neutral."""
    return {"text": text, "tone": tone, "icon": icon or STATUS_ICONS.get(tone, "circle")}


@register.inclusion_tag("components/receipt.html")
def receipt(text=""):
    """Say that something is kept; scripts write the next receipt in its place."""
    return {"text": text}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form):
    """The form's errors as links, at the top; nothing when there are none."""
    return {"errors": _errors(form)}


def _errors(form):
    if not form.is_bound:
        return []
    found = [{"text": text, "href": ""} for text in form.non_field_errors()]
    for bound in form:
        # A group of choices has no control of its own id: the link leads to its first choice.
        target = f"#{bound.id_for_label or f'{bound.auto_id}_0'}"
        href = "" if bound.is_hidden else target
        found += [{"text": text, "href": href, "label": bound.label} for text in bound.errors]
    return found


@register.inclusion_tag("components/form_errors.html")
def form_errors(form):
    """What is wrong with the form as a whole, for a form of one or two fields."""
    return {"errors": form.non_field_errors() if form.is_bound else []}


@register.inclusion_tag("components/field.html")
def field(bound_field):
    """
    A form's field: label, help, error and control, tied together.

    Django writes aria-describedby and aria-invalid on the control; the ids
    here are the ones that it names.
    """
    widget = bound_field.field.widget
    if bound_field.is_hidden:
        kind = "hidden"
    elif isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        kind = "choices"
    elif isinstance(widget, forms.CheckboxInput):
        kind = "tick"
    else:
        kind = "group" if widget.use_fieldset else "control"
    return {"field": bound_field, "kind": kind}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(items):
    """Where the page lies. `items`: title and href, the page itself last."""
    return {"items": items}


@register.inclusion_tag("components/pagination.html")
def pagination(page_obj, query=""):
    """Pages of a list. `query`: the other parameters, a string or a mapping."""
    if not isinstance(query, str):
        query = urlencode(query, doseq=True)
    return {
        "page_obj": page_obj,
        "numbers": page_obj.paginator.get_elided_page_range(
            page_obj.number, on_each_side=1, on_ends=1
        ),
        "ellipsis": page_obj.paginator.ELLIPSIS,
        "query": f"{query}&" if query else "",
    }


@register.inclusion_tag("components/fact_list.html")
def fact_list(items):
    """Short facts. `items`: label and value, as pairs or dicts; empty values are left out."""
    pairs = [(item["label"], item["value"]) if isinstance(item, dict) else item for item in items]
    return {"pairs": [(label, value) for label, value in pairs if value not in ("", None)]}


@register.simple_block_tag(end_name="endempty_state")
def empty_state(content, heading, text=""):
    """An empty place: what will be here, and how to begin."""
    return render_to_string(
        "components/empty_state.html", {"content": content, "heading": heading, "text": text}
    )


@register.simple_block_tag(end_name="enddata_table")
def data_table(content, label):
    """
    A table that scrolls inside itself and turns into a list on a phone.

    Cells carry `data-label` (the column's name) for the list.
    """
    return render_to_string("components/data_table.html", {"content": content, "label": label})


@register.inclusion_tag("components/messages.html", takes_context=True)
def messages(context):
    """What just happened, said once."""
    return {
        "items": [
            {"text": message, "tone": tone, "icon": STATUS_ICONS[tone]}
            for message in context.get("messages") or ()
            for tone in [MESSAGE_TONES.get(message.level_tag, "note")]
        ]
    }


@register.inclusion_tag("components/language_menu.html", takes_context=True)
def language_menu(context):
    """The same place in other languages; a view's own `language_links` come first."""
    links = context.get("language_links")
    if links is None and "chrome" in context:
        links = context["chrome"].language_links
    return {"links": links or []}


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


@register.filter(is_safe=True)
@stringfilter
def soften(text):
    """Let long words in a heading break where hyphens may stand; plain text only."""
    return hyphens.soften(text, get_language() or "")


@register.filter
def titled(page):
    """A page's title with soft hyphens, marked where it is not in the reader's language."""
    return marked(page.title, routing.language_of(page))


def marked(text, language):
    """Text of a language, with soft hyphens; in a span with `lang` on a page of another one."""
    soft = hyphens.soften(text, language)
    if language == get_language():
        return conditional_escape(soft)
    return format_html('<span lang="{}">{}</span>', language, soft)


@register.simple_tag
def lang_of(page):
    """The attribute `lang` for words of a page; nothing where they are in the reader's language."""
    language = routing.language_of(page)
    return "" if language == get_language() else format_html(' lang="{}"', language)


@register.inclusion_tag("components/only_in_finnish.html")
def only_in_finnish(page):
    """Say that the page is there only in Finnish, to who reads in another language."""
    return {"is_foreign": routing.language_of(page) != get_language()}


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


@register.simple_block_tag(end_name="endnext_action")
def next_action(content, heading, href="", text="", icon="arrow-right"):
    """The one thing to do next on this page, in the one warm colour."""
    return render_to_string(
        "components/next_action.html",
        {"content": content, "heading": heading, "href": href, "text": text, "icon": icon},
    )


@register.inclusion_tag("components/theme_choice.html", takes_context=True)
def theme_choice(context):
    """Light, dark or the system's; shown by site.js, since it keeps the choice."""
    return {"theme": getattr(context.get("chrome"), "theme", "")}

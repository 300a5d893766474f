"""
The interface's parts, one template each in `templates/components/`.

Pages compose these and write no markup of their own for them; the gallery at
`/_ui/` shows every one. Markup that a block tag wraps arrives rendered.
"""

from urllib.parse import urlencode

from django import forms, template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from home.blocks.plain import plain_language_first
from home.reading_settings.choices import CHOICES, ReadingSettings

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
def card(content, title, href="", eyebrow="", level=3, language="", cover=""):
    """
    A course or a thing among its like; the whole card leads to `href`.

    `language`: of the title and its target; said aloud where it is not the page's. `cover`
    names a drawing.
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
            "cover": cover,
        },
    )


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


@register.simple_tag
def drawing(name, kind=""):
    """
    One of our own drawings (templates/drawings), decoration beside words that say the same.

    Kinds: "" in its own measure, "cover" as a strip over a card. Nothing where `name` is empty.
    """
    if not name:
        return ""
    return render_to_string(f"drawings/{name}.html", {"kind": kind})


@register.simple_block_tag(end_name="endempty_state")
def empty_state(content, heading, text="", drawn="clearing"):
    """An empty place: what will be here, and how to begin; `drawn` names the drawing."""
    return render_to_string(
        "components/empty_state.html",
        {"content": content, "heading": heading, "text": text, "drawn": drawn},
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


@register.simple_block_tag(end_name="endnext_action")
def next_action(content, heading, href="", text="", icon="arrow-right"):
    """The one thing to do next on this page, in the one warm colour."""
    return render_to_string(
        "components/next_action.html",
        {"content": content, "heading": heading, "href": href, "text": text, "icon": icon},
    )


@register.inclusion_tag("components/reading_settings.html", takes_context=True)
def reading_settings(context, back=""):
    """The form of how pages look to this reader; a script shows each choice at once."""
    chrome = context.get("chrome")
    chosen = (chrome.settings if chrome else ReadingSettings()).chosen
    rows = [
        {
            "name": name,
            "heading": heading,
            "values": [
                {"value": value, "words": words, "is_chosen": chosen.get(name, "") == value}
                for value, words in values.items()
            ],
        }
        for name, (heading, values) in CHOICES.items()
    ]
    return {"choices": rows, "back": back}


@register.filter(is_safe=True)
def plain_first(html, settings):
    """Passages in two languages as this reader wants them first (`blocks/plain_language.html`)."""
    return mark_safe(plain_language_first(html)) if settings and settings.plain else html

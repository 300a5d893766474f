"""Send Wagtail's editor what a browser would send."""

from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.test.utils.form_data import nested_form_data, rich_text

COMMENTS = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


def said(response) -> str:
    """The messages that the person reads next."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def page_form(page, **buttons) -> dict[str, str]:
    """The edit form of a page as it stands; `action_publish="1"` presses a button."""
    fields = {
        name: _field_form(page, page._meta.get_field(name))
        for name in page.get_edit_handler().get_form_options()["fields"]
        if name not in ("comment_notifications", "go_live_at", "expire_at")
    }
    pressed = {name.replace("_", "-"): value for name, value in buttons.items()}
    filled = {name: value for name, value in fields.items() if value is not None}
    return nested_form_data(filled | pressed) | COMMENTS


def save(client, page, **buttons):
    """Post the edit form of a page."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, page_form(page, **buttons))


def _field_form(page, field):
    value = field.value_from_object(page)
    if isinstance(field, StreamField):
        return block_form(field.stream_block, value)
    if isinstance(field, RichTextField):
        return rich_text(value)
    if value is False or value is None:
        return None
    return "on" if value is True else str(value)


def block_form(block, value):
    """The form data of a block's value, as the editor's script writes it."""
    if isinstance(block, blocks.StreamBlock):
        return _items([(child, child.block_type) for child in value])
    if isinstance(block, blocks.ListBlock):
        return _items([(child, "item") for child in value.bound_blocks])
    if isinstance(block, blocks.StructBlock):
        children = {
            name: block_form(child, value[name]) for name, child in block.child_blocks.items()
        }
        return {name: form for name, form in children.items() if form is not None}
    if isinstance(block, blocks.RichTextBlock):
        return rich_text(value.source)
    if isinstance(block, blocks.BooleanBlock):
        return "on" if value else None
    if value is None:
        return ""
    return str(value.pk) if isinstance(block, blocks.ChooserBlock) else str(value)


def _items(items):
    rows = {
        str(number): {
            "type": kind,
            "id": child.id or "",
            "value": block_form(child.block, child.value),
            "order": str(number),
            "deleted": "",
        }
        for number, (child, kind) in enumerate(items)
    }
    return rows | {"count": str(len(items))}

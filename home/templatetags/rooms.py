"""Fields in the rooms of the administration that are no forms of Wagtail's own."""

from typing import Any

from django import template
from django.db.models import Model
from django.forms import BoundField
from wagtail.admin.templatetags.wagtailadmin_tags import formattedfield

register = template.Library()


@register.inclusion_tag("wagtailadmin/shared/formatted_field.html")
def room_field(field: BoundField) -> dict[str, Any]:
    """
    Show a field as Wagtail does, with its help and its errors tied to it.

    Several boxes or circles with one label are a group that the label names.
    """
    context: dict[str, Any] = formattedfield(
        field=field,
        # Django's own: Wagtail ties the help to the field, and not the errors.
        rendered_field=str(field),
        help_text_id=f"{field.auto_id}_helptext" if field.help_text else "",
        error_message_id=f"{field.auto_id}_error" if field.errors else "",
    )
    if field.use_fieldset:
        context["label_id"] = f"{field.auto_id}-label"
        several = getattr(field.field.widget, "allow_multiple_selected", True)
        role = "group" if several else "radiogroup"
        context["attrs"] |= {"role": role, "aria-labelledby": context["label_id"]}
        if field.aria_describedby:
            context["attrs"]["aria-describedby"] = field.aria_describedby
    return context


@register.filter
def model_name(thing: Model) -> str:
    """Say what kind of thing it is."""
    return str(thing._meta.verbose_name)

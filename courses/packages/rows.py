"""A row as plain data that means the same in every installation, and back."""

import datetime
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.packages.contents import Json
from courses.packages.references import Visitor, field_walker

PAGE_FIELDS = ("title", "slug", "seo_title", "search_description", "show_in_menus")
# A person, the course that the file is about, and what is said on one publishing alone.
LEFT_OUT = {"responsible", "course", "change_note"}


def page_fields(model: type[Page]) -> list[str]:
    """Return the names of a page's fields that a file holds."""
    own = [
        field.name
        for field in model._meta.concrete_fields
        if field.model is not Page
        and field.name not in LEFT_OUT
        and not field.primary_key
        and not (field.remote_field and field.remote_field.parent_link)
    ]
    return [*PAGE_FIELDS, *own]


def plain(value: Any) -> Any:
    """
    Return a value as JSON has it.

    >>> plain(Decimal("2.50")), plain(None), plain(True)
    ('2.50', None, True)
    """
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def words_of(instance: models.Model, names: Iterable[str], visitor: Visitor) -> Json:
    """Return fields of a row; `visitor` names what they point at."""
    words: Json = {}
    for name in names:
        field = instance._meta.get_field(name)
        walker = field_walker(field)
        if isinstance(field, models.ForeignKey):
            related = getattr(instance, name)
            words[name] = None if related is None else visitor.chosen(type(related), related.pk)
        elif walker is None:
            words[name] = plain(getattr(instance, name))
        elif isinstance(field, StreamField):
            words[name] = walker(list(getattr(instance, name).raw_data), visitor)
        else:
            words[name] = walker(getattr(instance, name), visitor)
    return words


def set_words(
    instance: models.Model, words: Json, names: Iterable[str], visitor: Visitor
) -> list[str]:
    """
    Give a row what a file says, and return the names of fields whose values cannot be.

    A field that the file does not name, or whose value cannot be, keeps what the row had.
    """
    refused = []
    for name in names:
        if name not in words:
            continue
        field = instance._meta.get_field(name)
        walker = field_walker(field)
        if isinstance(field, models.ForeignKey):
            value = words[name]
            key = None if value is None else visitor.chosen(field.related_model, value)
            if key is not None or field.null:
                setattr(instance, field.attname, key)
            continue
        if isinstance(field, StreamField):
            setattr(instance, name, json.dumps(walker(words[name], visitor)) if walker else "[]")
            continue
        try:
            setattr(instance, name, _fit(field, instance, words[name], walker, visitor))
        except (ValidationError, ValueError, TypeError, ArithmeticError):
            refused.append(name)
    return refused


def _fit(field: Any, instance: models.Model, value: Any, walker: Any, visitor: Visitor) -> Any:
    """Return a value as the field holds it; raises where the field would not take it."""
    if walker:
        return walker(value, visitor)
    if isinstance(field, models.JSONField):
        # Some hold a list and some a mapping: what they are born with tells which.
        born = field.get_default()
        return value if isinstance(value, type(born)) else born
    if isinstance(value, (dict, list)):
        raise TypeError(field.name)
    if isinstance(field, models.CharField | models.TextField):
        value = "" if value is None else str(value).replace("\0", "")
        if field.max_length and len(value) > field.max_length:
            value = value[: field.max_length]
            visitor.lost("length")
    if value in ("", None) and field.null:
        return None
    if value == "" and isinstance(field, models.CharField | models.TextField):
        # What a draft has not said yet is asked for when it is published.
        return value
    return field.clean(value, instance)

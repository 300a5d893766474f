"""Forms in the admin that hold a row to its constraints, also where they show only part of it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BaseConstraint, F, Q, UniqueConstraint
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm


class MarksFields(forms.ModelForm):
    """
    Says at a field what a constraint says of the whole row.

    Django puts such words above the form, from where nothing leads to what is to be mended.
    """

    # Where a constraint names several fields: the one to change. Else the last one that shows.
    mended_at: dict[str, str] = {}

    def _update_errors(self, errors: ValidationError) -> None:
        by_field = getattr(errors, "error_dict", {})
        for error in by_field.pop(NON_FIELD_ERRORS, []):
            by_field.setdefault(self._spoken_of(str(error.message)), []).append(error)
        super()._update_errors(errors)

    def _spoken_of(self, said: str) -> str:
        for constraint in self._meta.model._meta.constraints:
            if str(constraint.get_violation_error_message()) == said:
                return self._place(constraint)
        return NON_FIELD_ERRORS

    def _place(self, constraint: BaseConstraint) -> str:
        named = self.mended_at.get(constraint.name)
        shown = [name for name in fields_of(constraint) if name in self.fields]
        return named or (shown[-1] if shown else NON_FIELD_ERRORS)


class MarkedPageForm(MarksFields, WagtailAdminPageForm):
    """The form of a page of ours."""


class WholeRowForm(MarksFields, WagtailAdminModelForm):
    """
    Refuses what the table would refuse, at the field that can be mended.

    Django passes over a constraint as soon as one of its fields is not in the form (a language,
    when something was archived); the database then answers with an error that no form shows.
    """

    def _post_clean(self) -> None:
        super()._post_clean()
        shown = set(self.fields)
        for constraint in self.instance._meta.constraints:
            fields = set(fields_of(constraint))
            wrong = fields & set(self.errors)
            if fields <= shown or not fields & shown or wrong:
                continue
            try:
                constraint.validate(type(self.instance), self.instance)
            except ValidationError as error:
                self.add_error(self._place(constraint), ValidationError(error.messages))


def fields_of(constraint: Any) -> Iterator[str]:
    """Yield the names of the fields that a constraint speaks of, each as often as it does."""
    if isinstance(constraint, UniqueConstraint):
        yield from constraint.fields
        for expression in constraint.expressions:
            yield from _named_in(expression)
    if constraint.condition is not None:
        yield from _named_in(constraint.condition)


def _named_in(part: Any) -> Iterator[str]:
    if isinstance(part, Q):
        for child in part.children:
            yield from _named_in(child)
    elif isinstance(part, tuple):
        yield part[0].split("__")[0]
        yield from _named_in(part[1])
    elif isinstance(part, F):
        yield part.name
    elif hasattr(part, "get_source_expressions"):
        for source in part.get_source_expressions():
            yield from _named_in(source)

"""
What must be right before anything goes live, whichever way it goes.

Wagtail validates on its own Publish and Submit buttons only; approval, schedule, translation,
bulk publishing and `revision.publish()` would put an unfinished draft live. Most of these end
in `publish()`, so a gate stands there. Wagtail's Publish button, its API and wagtail-localize
write the live row themselves, so a second one stands at `save()`.
"""

from collections.abc import Container, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PagePermissionTester

from home.findings import Finding, Level, advice, as_findings, stop
from home.html import is_wordless
from home.passages import blocks_of, passages
from home.prose import heading_problems, measured, prose_advice
from home.references import (
    failures_of,
    reference_advice,
    reference_problems,
    references,
    targets_of,
)
from home.translating import is_stand_in, translation_problems


class PublishingRefusedError(ValidationError):
    """The draft may not go live; `findings` say what to mend. What is live stays as it was."""

    def __init__(self, subject: Any, findings: list[Finding]) -> None:
        # As a dict: Wagtail's API and wagtail-localize read the errors field by field.
        super().__init__({NON_FIELD_ERRORS: [finding.words for finding in findings]})
        self.subject = subject
        self.findings = findings


class PublishGate:
    """Mixin for draftable models: refuses to publish what its own checks find wrong."""

    # How long reading takes by the page's own word; None for what is not only read.
    promises_minutes: int | None = None

    def publishing_problems(self) -> list[Finding | str]:
        """Return what this model finds wrong beside its fields and blocks."""
        return []

    def publishing_advice(self) -> list[Finding | str]:
        """Return what an editor should know but may publish all the same."""
        return []

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Return what a person may do with this page; snippets are never asked."""
        return _PermissionTester(user, self)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish the revision; raises PublishingRefusedError when its content is not fit."""
        check_fit(revision.as_object())
        return super().publish(revision, *args, **kwargs)  # type: ignore[misc]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """
        Save; a live row takes only content that is fit, else raises PublishingRefusedError.

        A new page that is not fit starts as a draft instead: the editor's words are kept.
        `clean=False` and `update_fields` are how Wagtail saves what leaves the words alone.
        What stands in for a translation that nobody has made is never live.
        """
        if self.live and is_stand_in(self):  # type: ignore[has-type]
            self.live = False
        rewrites = kwargs.get("clean", True) and kwargs.get("update_fields") is None
        if self.live and rewrites:
            if not self._state.adding:  # type: ignore[attr-defined]
                check_fit(self)
            elif any(find_problems(self)):
                self.live = False
                self.has_unpublished_changes = True
        return super().save(*args, **kwargs)  # type: ignore[misc]


class _PermissionTester(PagePermissionTester):
    """What a person may do with a page; a copy of another has nothing of its own to publish."""

    def can_publish(self) -> bool:
        """Not before it is translated: it has no revisions, and bulk actions would make one."""
        return self.page.alias_of_id is None and super().can_publish()


def check_fit(draft: Any) -> None:
    """Raise PublishingRefusedError when something in the draft is not fit for readers."""
    if problems := list(find_problems(draft)):
        raise PublishingRefusedError(draft, problems)


def find_problems(draft: Any) -> Iterator[Finding]:
    """Yield each problem of a draft: its fields, its blocks, its own checks, its translation."""
    found = field_errors(draft) | empty_texts(draft)
    own = list(as_findings(draft.publishing_problems(), Level.STOP))
    # What the model says of a field that is empty is more than that it is.
    said = {one.field for one in own if one.field and not one.block}
    for name, messages in found.items():
        if name in _empty(draft, said):
            continue
        field = "" if name == NON_FIELD_ERRORS else name
        label = f"{label_of(draft, field)}: " if field else ""
        for message in messages:
            yield stop("field", f"{label}{message}", field=field)
    yield from block_problems(draft, said_already=found.keys() | _empty(draft, said))
    yield from own
    yield from text_problems(draft)
    yield from translation_problems(draft)


def _empty(draft: Any, names: set[str]) -> set[str]:
    return {name for name in names if not getattr(draft, name)}


def text_problems(draft: Any) -> Iterator[Finding]:
    """Yield what is wrong in the text itself: headings of pages, links and pictures of all."""
    found = list(passages(draft))
    if isinstance(draft, Page):
        yield from heading_problems(found)
    leading = list(references(found))
    if leading:
        yield from reference_problems(leading, targets_of(leading))


def find_advice(draft: Any) -> Iterator[Finding]:
    """Yield what an editor should know of a draft and may leave: its own, its blocks', its text."""
    yield from as_findings(draft.publishing_advice(), Level.ADVICE)
    for passage in blocks_of(draft):
        if advise := getattr(passage.block, "advise", None):
            for words in advise(passage.value):
                yield advice("block_advice", words, field=passage.field, block=passage.path)
    found = list(passages(draft))
    leading = list(references(found))
    if leading:
        yield from reference_advice(leading, targets_of(leading), failures_of(leading))
    if isinstance(draft, Page):
        yield from prose_advice(measured(found), draft.locale.language_code, draft.promises_minutes)


def field_errors(draft: Any) -> dict[str, list[str]]:
    """Return what the model's own validation says, by field."""
    try:
        draft.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def empty_texts(draft: Any) -> dict[str, list[str]]:
    """Return what validation overlooks: required texts that hold paragraphs without words."""
    return {
        field.name: [str(field.error_messages["blank"])]
        for field in draft._meta.get_fields()
        if isinstance(field, RichTextField)
        and not field.blank
        and is_wordless(field.value_from_object(draft) or "")
    }


def label_of(draft: Any, name: str) -> str:
    """Return a field's label with a capital."""
    label = str(draft._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def block_problems(draft: Any, said_already: Container[str] = ()) -> Iterator[Finding]:
    """Yield what the blocks' own `clean` says; a model's validation does not ask them."""
    for field in draft._meta.get_fields():
        if isinstance(field, StreamField) and field.name not in said_already:
            value: StreamValue = field.value_from_object(draft)
            try:
                field.stream_block.clean(value)
            except ValidationError as error:
                label = label_of(draft, field.name)
                for place, path, message in _flatten(error, value):
                    words = f"{label}: {place}{message}"
                    yield stop("block", words, field=field.name, block=".".join(path))


def _flatten(error: Any, value: Any) -> Iterator[tuple[str, list[str], str]]:
    """Yield (place in words, place as a content path, message) of a block's nested errors."""
    for index, inner in _children(error):
        child = _child_of(value, index)
        step = getattr(child, "id", index) or ""
        for place, path, message in _flatten(inner, getattr(child, "value", child)):
            # Without an id there is no way to what lies within.
            yield (
                f"{_name_of(child, value, index)} › {place}",
                [step, *path] if step else [],
                message,
            )
    own = getattr(error, "non_block_errors", None)
    plain = own.as_data() if own is not None else _plain(error)
    for problem in plain:
        for message in problem.messages:
            yield "", [], message


def _children(error: Any) -> list[tuple[Any, Any]]:
    nested = getattr(error, "block_errors", None)
    if not nested:
        return []
    pairs = nested.items() if isinstance(nested, dict) else enumerate(nested)
    return [
        (index, inner)
        for index, found in pairs
        if found
        for inner in (found.as_data() if hasattr(found, "as_data") else [found])
    ]


def _plain(error: Any) -> list[ValidationError]:
    return [] if getattr(error, "block_errors", None) is not None else [error]


def _child_of(value: Any, index: Any) -> Any:
    if isinstance(index, int) and hasattr(value, "bound_blocks"):
        return value.bound_blocks[index]
    if isinstance(index, int):
        return value[index]
    return value.bound_blocks[index]


def _name_of(child: Any, value: Any, index: Any) -> str:
    label = str(getattr(getattr(child, "block", None), "label", "") or index)
    if isinstance(index, int):
        return _("%(label)s, number %(number)s") % {"label": label, "number": index + 1}
    return label

"""
The checker of accessibility beside a draft: axe, with the rules that an editor can act on.

It looks at the page's own content; what stands round it is the site's, and is tested with it.
The rules are named in `docs/editing.md`.
"""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

LONGEST_ALT = 250
# An alternative text that is a file's name, begins by saying that it is a picture, or is a page.
POOR_ALT = (
    r"\.(avif|gif|jpe?g|png|svg|webp)$|_"
    r"|^\s*(kuva|kuvassa|valokuva|bild|foto|image|picture|photo)\b"
    rf"|^.{{{LONGEST_ALT + 1},}}"
)
WORDS_FOR_ALL = _("Screen readers say these words, and those who listen know nothing else.")


class SiteChecker(ContentCheckerItem):
    """Axe's rules about what editors write, and our own."""

    axe_include: ClassVar[list[str]] = ["main"]
    axe_run_only: ClassVar[list[str]] = [
        *ContentCheckerItem.axe_run_only,
        "image-alt",
        "image-redundant-alt",
        "list",
        "listitem",
        "link-in-text-block",
        "color-contrast",
        "svg-img-alt",
        "table-duplicate-name",
        "th-has-data-cells",
        "video-caption",
        "valid-lang",
        "links-open-here",
        "no-autoplay",
    ]
    axe_custom_rules: ClassVar[list[dict[str, Any]]] = [
        *ContentCheckerItem.axe_custom_rules,
        {
            "id": "links-open-here",
            "impact": "moderate",
            "selector": "a[target=_blank]",
            "tags": ["best-practice"],
            "none": ["exists"],
            "enabled": True,
        },
        {
            "id": "no-autoplay",
            "impact": "serious",
            "selector": "video[autoplay], audio[autoplay]",
            "tags": ["best-practice"],
            "none": ["exists"],
            "enabled": True,
        },
    ]
    axe_custom_checks: ClassVar[list[dict[str, Any]]] = [
        {"id": "check-image-alt-text", "options": {"pattern": POOR_ALT}},
        {"id": "check-empty-meta-description"},
    ]
    axe_messages: ClassVar[dict[str, dict[str, Any]]] = ContentCheckerItem.axe_messages | {
        "alt-text-quality": {
            "error_name": _("The alternative text is not what it should be"),
            "help_text": _(
                "Say what the picture tells, in a sentence: not the file's name, not “picture "
                "of”, and 250 signs at most."
            ),
        },
        "image-alt": {
            "error_name": _("A picture has no alternative text"),
            "help_text": WORDS_FOR_ALL,
        },
        "image-redundant-alt": {
            "error_name": _("The alternative text repeats the text beside it"),
            "help_text": _("Say what the text does not, or mark the picture as decoration."),
        },
        "list": {
            "error_name": _("A list is not made as a list"),
            "help_text": _("Make it with the list buttons of the text editor."),
        },
        "listitem": {
            "error_name": _("A list is not made as a list"),
            "help_text": _("Make it with the list buttons of the text editor."),
        },
        "link-in-text-block": {
            "error_name": _("A link cannot be told from the text by colour alone"),
            "help_text": _("Tell the administrators: this is for them to mend."),
        },
        "color-contrast": {
            "error_name": _("The text is too faint"),
            "help_text": _("In a picture or drawing: use darker colours. Else tell us."),
        },
        "svg-img-alt": {
            "error_name": _("A drawing has no words"),
            "help_text": WORDS_FOR_ALL,
        },
        "table-duplicate-name": {
            "error_name": _("A table's caption and its summary say the same"),
            "help_text": _("Leave one of them out."),
        },
        "th-has-data-cells": {
            "error_name": _("A table has a heading of nothing"),
            "help_text": _("Fill in the row or column below the heading, or take it away."),
        },
        "video-caption": {
            "error_name": _("A video has no captions"),
            "help_text": _("Add a .vtt file in the language of the page."),
        },
        "valid-lang": {
            "error_name": _("A passage is marked with a language that is none"),
            "help_text": _("Choose the language again."),
        },
        "links-open-here": {
            "error_name": _("A link opens in a new window"),
            "help_text": _("Let the reader decide: the back button then works for everybody."),
        },
        "no-autoplay": {
            "error_name": _("Sound or moving picture begins by itself"),
            "help_text": _("Let the reader start it."),
        },
    }


def use_our_rules(request: HttpRequest, items: list[Any], page: Any) -> None:
    """Put our checker in the place of Wagtail's, in the userbar and beside the editor."""
    items[:] = [
        SiteChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]

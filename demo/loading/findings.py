"""What the accessibility statement tells of this product: true findings, in three languages."""

from typing import Any

from demo.loading.texts import CONTENT, Text, read
from home.accessibility.models import AccessibilityFinding

LANGUAGES = ("fi", "sv", "en")
WORDS = ("place", "what", "meanwhile")
FACTS = ("ground", "criterion", "hinders", "found_on", "mended_on", "planned_by")


def load_findings() -> None:
    """Write down the findings that are missing; they are known by where they are, in Finnish."""
    there = set(AccessibilityFinding.objects.values_list("place_fi", flat=True))
    AccessibilityFinding.objects.bulk_create(
        AccessibilityFinding(**_fields(text))
        for text in read(CONTENT / "findings.toml")["finding"]
        if text["fi"]["place"] not in there
    )


def _fields(text: Text) -> dict[str, Any]:
    words = {
        f"{name}_{language}": text[language].get(name, "")
        for name in WORDS
        for language in LANGUAGES
    }
    return words | {name: text[name] for name in FACTS if name in text}

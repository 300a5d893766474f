"""Glossary terms and service cards that a course's pages choose, in all their languages."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Locale

from courses.packages.contents import Json, digest_of
from courses.packages.deeds import Deed
from courses.packages.named_rows import free_name
from courses.packages.packing import Packing
from courses.packages.parts import Part
from courses.packages.rows import set_words, words_of
from courses.packages.unpacking import Unpacking
from home.checks import PublishingRefusedError
from home.models import GlossaryTerm, ServiceCard

FIELDS = {
    GlossaryTerm: ("term", "slug", "other_forms", "definition", "source", "linked", "review_by"),
    ServiceCard: (
        "name", "slug", "summary", "for_whom", "how", "decided_by", "cost", "law", "url",
        "overlays", "review_by",
    ),
}  # fmt: skip


class SnippetPart(Part):
    """
    Snippets by model, key and language.

    They belong to the whole site: one that is here is never changed by a course's file.
    """

    models = (GlossaryTerm, ServiceCard)

    def name_of(self, row: Any) -> str:
        """Return model, key and language."""
        return f"{row._meta.model_name}:{row.translation_key}:{row.locale.language_code}"

    def is_named(self, model: Any, name: str) -> bool:
        """A card is no term."""
        return name.startswith(f"snippets:{model._meta.model_name}:")

    def write(self, rows: list[Any], packing: Packing) -> list[Json]:
        """Return the chosen ones and their translations."""
        items: dict[str, Json] = {}
        for row in rows:
            for one in type(row).objects.filter(translation_key=row.translation_key):
                packing.place = str(one)
                items[self.name_of(one)] = {
                    "kind": one._meta.label,
                    "key": str(one.translation_key),
                    "language": one.locale.language_code,
                    "live": one.live,
                    "words": words_of(one, FIELDS[type(one)], packing),
                }
        return [items[name] for name in sorted(items)]

    def prepare(self, data: Any, unpacking: Unpacking) -> None:
        """Find each, or make it."""
        for number, item in enumerate(data if isinstance(data, list) else [], start=1):
            unpacking.speak_of(_("term or service card"), f"course.json: snippets[{number}]")
            model = _model(item)
            if model is None or not _is_key(item.get("key")):
                unpacking.refuse(_("It is not of the form."))
            elif item.get("language") not in _languages():
                unpacking.refuse(_("This installation has no content in this language."))
            else:
                _bring(model, item, unpacking)

    def publish(self, data: Any, unpacking: Unpacking) -> None:
        """Publish the new ones that the file has as published."""
        for item in data if isinstance(data, list) else []:
            model = _model(item)
            number = model and unpacking.numbers.get(_name(model, item))
            row = model.objects.filter(pk=number, live=False).first() if model and number else None
            new = unpacking.deeds.get(_name(model, item)) is Deed.ADD
            if row is None or item.get("live") is not True or not new:
                continue
            try:
                row.save_revision(user=unpacking.person, clean=False).publish()
            except PublishingRefusedError as refusal:
                unpacking.report.change(
                    str(row),
                    "course.json",
                    _("It stays a draft: %(why)s") % {"why": " ".join(refusal.messages)},
                )


def _model(item: Any) -> Any:
    if not isinstance(item, dict) or not isinstance(item.get("words"), dict):
        return None
    try:
        model = apps.get_model(str(item.get("kind")))
    except (LookupError, ValueError):
        return None
    return model if model in FIELDS else None


def _is_key(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _languages() -> set[str]:
    return {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}


def _name(model: Any, item: Json) -> str:
    return f"snippets:{model._meta.model_name}:{item.get('key')}:{item.get('language')}"


def _bring(model: Any, item: Json, unpacking: Unpacking) -> None:
    words, language = item["words"], str(item.get("language"))
    label = str(words.get(FIELDS[model][0]) or "?")[:150]
    what = f"{capfirst(str(model._meta.verbose_name))} “{label}” ({language})"
    unpacking.speak_of(what, "course.json")
    same = model.objects.filter(locale__language_code=language)
    found = same.filter(translation_key=item["key"]).first()
    found = found or same.filter(slug=str(words.get("slug"))[:150]).first()
    if found is None:
        unpacking.report.accept(what, "course.json", _("New."))
        unpacking.deeds[_name(model, item)] = Deed.ADD
        found = _made(model, item, language, unpacking)
    else:
        there = words_of(found, FIELDS[model], unpacking.writer)
        why = (
            _("It is here already; nothing changed.")
            if digest_of(there) == digest_of(words)
            else _("The site has its own; it stays as it is here.")
        )
        unpacking.report.accept(what, "course.json", why)
    unpacking.made(_name(model, item), found.pk)


def _made(model: Any, item: Json, language: str, unpacking: Unpacking) -> Any:
    row = model(
        translation_key=item.get("key"),
        locale=Locale.objects.get_or_create(language_code=language)[0],
        live=False,
        has_unpublished_changes=True,
    )
    unpacking.tell_unfit(set_words(row, item["words"], FIELDS[model], unpacking), model)
    title = FIELDS[model][0]
    setattr(row, title, getattr(row, title) or free_name(model, "", field=title))
    row.save()
    row.save_revision(user=unpacking.person, clean=False)
    return row

"""Writing an import into a bank: one transaction, and few queries however many questions."""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, ReferenceIndex, Revision

from home.words import SOURCE_LANGUAGE
from quizzes.banks.models import Question, QuestionBank, QuestionTag
from quizzes.banks.values import identity
from quizzes.exchange.parsed import Changed, Picture, Reading
from quizzes.exchange.planning import Deed, Planned, draft, hint_blocks, plan_import, said
from quizzes.exchange.stored import with_ids
from quizzes.exchange.storing import fields_of, in_library

AT_ONCE = 500


def commit_import(
    *, reading: Reading, bank_name: str, publish: bool = False, person: Any = None
) -> tuple[QuestionBank, list[Planned]]:
    """
    Bring the accepted questions of a file into a bank, made where there is none.

    Returns the bank and what became of each question; `planning` says the rules. All or
    nothing: where anything fails, no row and no picture is left.
    """
    saved: list[Any] = []
    try:
        with transaction.atomic():
            bank, _made = QuestionBank.objects.get_or_create(name=bank_name)
            # Two imports at once would both find the same codes free.
            bank = QuestionBank.objects.select_for_update().get(pk=bank.pk)
            planned = plan_import(reading, bank, publish=publish)
            pictures = _keep_pictures(planned, bank, person, saved)
            _add([one for one in planned if one.deed is Deed.ADD], bank, pictures, person)
            for one in planned:
                if one.deed is Deed.UPDATE:
                    _update(one, bank, pictures, person)
    except BaseException:
        # The database forgets by itself; files do not.
        for image in saved:
            image.file.storage.delete(image.file.name)
        raise
    return bank, planned


def changes(reading: Reading, planned: list[Planned]) -> list[Changed]:
    """Return all that is to be said on an import, in the order of the file."""
    return sorted([*reading.changed, *said(planned)], key=lambda change: change.line)


def _keep_pictures(
    planned: Iterable[Planned], bank: QuestionBank, person: Any, saved: list[Any]
) -> dict[bytes, int]:
    """Bring the pictures of questions into the bank's collection, each content once."""
    wanted: dict[bytes, Picture] = {
        picture.content: picture
        for one in planned
        if one.deed is not Deed.LEAVE
        for picture in one.question.pictures.values()
    }
    if not wanted:
        return {}
    collection = _collection(bank)
    images = get_image_model().objects.filter(collection=collection)
    there = {image.file_hash: image.pk for image in images.only("pk", "file_hash")}
    numbers = {}
    for content, picture in wanted.items():
        image = get_image_model()(
            title=picture.name.rpartition(".")[0],
            collection=collection,
            uploaded_by_user=person,
            file=ContentFile(content, name=picture.name),
        )
        image._set_file_hash()
        if image.file_hash not in there:
            image.file_size = len(content)
            image.save()
            saved.append(image)
            there[image.file_hash] = image.pk
        numbers[content] = there[image.file_hash]
    return numbers


def _collection(bank: QuestionBank) -> Collection:
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=bank.name).first()
    return found or root.add_child(name=bank.name)


def _numbers(one: Planned, pictures: dict[bytes, int]) -> dict[str, int]:
    return {name: pictures[picture.content] for name, picture in one.question.pictures.items()}


def _add(
    planned: list[Planned], bank: QuestionBank, pictures: dict[bytes, int], person: Any
) -> None:
    locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    now = timezone.now()
    rows = []
    for one in planned:
        row = draft(one, bank, locale, _numbers(one, pictures))
        row.live = one.publish
        row.has_unpublished_changes = not one.publish
        row.latest_revision_created_at = now
        if one.publish:
            row.first_published_at = row.last_published_at = now
        rows.append(row)
    Question.objects.bulk_create(rows, batch_size=AT_ONCE)
    _tag(rows, planned)
    _keep_revisions(rows, person, now)
    _index_references(rows)


def _index_references(rows: list[Question]) -> None:
    """Note which bank, tags and pictures new questions use, as saving each one would."""
    kind = ContentType.objects.get_for_model(Question)
    references = [
        ReferenceIndex(
            content_type=kind,
            base_content_type=kind,
            object_id=row.pk,
            to_content_type_id=to_type,
            to_object_id=to_object,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for row in rows
        for to_type, to_object, model_path, content_path in (
            ReferenceIndex._extract_references_from_object(row)
        )
    ]
    ReferenceIndex.objects.bulk_create(references, batch_size=AT_ONCE)


def _tag(rows: list[Question], planned: list[Planned]) -> None:
    names = sorted({name for one in planned for name in one.question.tags})
    tags = dict(zip(names, _tags(names), strict=True))
    items = []
    for row, one in zip(rows, planned, strict=True):
        its = [QuestionTag(content_object_id=row.pk, tag=tags[name]) for name in one.question.tags]
        # Kept with the row, or each use of it would ask for them.
        row.tagged_items = its
        items += its
    QuestionTag.objects.bulk_create(items, batch_size=AT_ONCE)


def _tags(names: list[str]) -> list[Tag]:
    """Return a tag for each name; two names may have the same words in capitals."""
    there = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    for name in names:
        if name not in there:
            there[name] = Tag.objects.create(name=name)
    return [there[name] for name in names]


def _keep_revisions(rows: list[Question], person: Any, now: Any) -> None:
    """Give each row the revision that saving it in the editor would have made."""
    kind = ContentType.objects.get_for_model(Question)
    revisions = [
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(row.pk),
            created_at=now,
            user=person,
            object_str=str(row),
            content=row.serializable_data(),
        )
        for row in rows
    ]
    Revision.objects.bulk_create(revisions, batch_size=AT_ONCE)
    for row, revision in zip(rows, revisions, strict=True):
        row.latest_revision = revision
        row.live_revision = revision if row.live else None
    Question.objects.bulk_update(rows, ["latest_revision", "live_revision"], batch_size=AT_ONCE)


def _update(one: Planned, bank: QuestionBank, pictures: dict[bytes, int], person: Any) -> None:
    """Give a question a new version, on top of its latest one; its options keep their ids."""
    row = Question.objects.get(pk=one.row).get_latest_revision_as_object()
    numbers = _numbers(one, pictures)
    question = one.question
    place = f"{bank.name}/{one.code}"
    old: dict[str, Any] = next(iter(row.answer.raw_data), {})
    kept = old.get("value") if old.get("type") == question.kind else None
    value = with_ids(in_library(question.value, numbers), kept)
    block = {"type": question.kind, "value": value, "id": old.get("id") or identity(place)}
    for name, found in fields_of(question).items():
        setattr(row, name, found)
    row.stem = in_library(question.stem, numbers)
    row.general_feedback = in_library(question.general_feedback, numbers)
    row.answer = json.dumps([block])
    row.hints = json.dumps(hint_blocks(question, numbers, place))
    row.tags.set(question.tags)
    revision = row.save_revision(user=person)
    if one.publish:
        revision.publish(user=person)

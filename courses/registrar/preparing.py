"""Making a long list by a task: asking for it, making it with its progress, erasing it."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from tempfile import TemporaryFile
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Max
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from courses.registrar.access import reads_register
from courses.registrar.delivered_files import sheet_to_take
from courses.registrar.delivering import preview
from courses.registrar.delivery_form import DeliveryForm
from courses.registrar.models import Delivery
from courses.registrar.prepared import PreparedList
from courses.registrar.taking import asked_in, sheet_for
from home import outbox
from home.spreadsheets import Cell, Sheet, write_xlsx

EFFECT = "long list"
KEPT = datetime.timedelta(days=1)
# How often the progress is written down, in rows.
STEP = 2000
# A sheet of a spreadsheet has no more rows than this, headings included.
SHEET_ENDS_AT = 1_048_576


@transaction.atomic
def ask_for_list(
    *,
    person: User,
    rows: int,
    choice_words: str,
    query: str = "",
    delivery: Delivery | None = None,
    is_preview: bool = False,
) -> PreparedList:
    """Have a list made as XLSX, or a delivery previewed, for a person; it starts after commit."""
    asked = PreparedList.objects.create(
        person=person,
        delivery=delivery,
        query=query,
        is_preview=is_preview,
        choice_words=choice_words,
        language=(translation.get_language() or "fi")[:2],
        asked_at=timezone.now(),
        rows_in_all=rows,
    )
    outbox.send(effect=EFFECT, key=f"{EFFECT} {asked.pk}", payload={"prepared": asked.pk})
    return asked


def make_list(payload: dict[str, Any]) -> None:
    """
    Make a list that was asked for; the outbox's effect. Twice makes it once.

    The person's rights are asked anew: who lost the office meanwhile gets no file.
    """
    asked = PreparedList.objects.filter(pk=payload["prepared"], finished_at=None).first()
    if asked is None:
        return
    person = User.objects.get(pk=asked.person_id)
    if asked.is_preview:
        _look_through(asked, person)
        return
    with translation.override(asked.language):
        sheet = _sheet_for(asked, person)
        if sheet is None:
            PreparedList.objects.filter(pk=asked.pk).update(
                finished_at=timezone.now(), refused=_("You may no longer take this list out.")
            )
            return
        with TemporaryFile() as file:
            write_xlsx(file, replace(sheet, rows=_with_progress(sheet.rows, asked.pk)))
            file.seek(0)
            name = storages["private"].save(f"lists/{uuid4()}.xlsx", File(file))
    PreparedList.objects.filter(pk=asked.pk).update(
        finished_at=timezone.now(), file=name, rows_done=asked.rows_in_all
    )


def _look_through(asked: PreparedList, person: User) -> None:
    form = DeliveryForm(QueryDict(asked.query), user=person)
    with translation.override(asked.language):
        said: dict[str, Any] = {"refused": _("You may no longer take this list out.")}
    if form.is_valid() and form.organisation:
        seen = preview(organisation=form.cleaned_data["organisation"], choice=form.chosen())
        said = {"found": seen.frozen(), "rows_done": asked.rows_in_all}
    PreparedList.objects.filter(pk=asked.pk).update(finished_at=timezone.now(), **said)


def asked_preview(person: User, form: DeliveryForm) -> PreparedList | None:
    """Return what the person asked for of this choice; None once a newer delivery is made."""
    organisation = form.cleaned_data["organisation"]
    newest = Delivery.objects.filter(organisation=organisation).aggregate(at=Max("created_at"))
    mine = PreparedList.objects.of_person(person).filter(is_preview=True, query=form.query())
    since = max(timezone.now() - KEPT, newest["at"] or timezone.now() - KEPT)
    return mine.filter(asked_at__gte=since).first()


def erase_old(now: datetime.datetime) -> int:
    """Erase the files whose day is over; return how many. The clock's job."""
    over = PreparedList.objects.filter(asked_at__lt=now - KEPT)
    return erase_lists(over)


def take_back_lists(**_said: Any) -> None:
    """Take back the files that lie ready: somebody became protected who may be in any of them."""
    for made in PreparedList.objects.exclude(file=""):
        with translation.override(made.language):
            words = _("Somebody in the lists has non-disclosure now. Ask for this list again.")
        storages["private"].delete(made.file)
        PreparedList.objects.filter(pk=made.pk).update(file="", refused=words)


def erase_lists(lists: Any) -> int:
    """Erase lists with their files."""
    found = list(lists.values_list("pk", "file"))
    for pk, file in found:
        if file:
            storages["private"].delete(file)
        PreparedList.objects.filter(pk=pk).delete()
    return len(found)


def _with_progress(rows: Iterable[Sequence[Cell]], pk: int) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(rows, start=1):
        if number % STEP == 0:
            PreparedList.objects.filter(pk=pk).update(rows_done=number)
        yield row


def _sheet_for(asked: PreparedList, person: User) -> Sheet | None:
    """The sheet as the person may have it now; None where they may not."""
    if asked.delivery_id is not None:
        delivery = Delivery.objects.kept_by(person).filter(pk=asked.delivery_id).first()
        return sheet_to_take(delivery, person=person, kind="xlsx") if delivery else None
    filters = asked_in(person, QueryDict(asked.query))
    if filters is None or not reads_register(person):
        return None
    return sheet_for(
        person=person, choice=filters.chosen(), profile=filters.chosen_profile(), kind="xlsx"
    )

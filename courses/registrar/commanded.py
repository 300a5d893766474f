"""The list that a command on the server writes: any format, no delivery, always in the log."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils import timezone

from accounts.models import Organisation
from courses.progress.models import Completion
from courses.registrar import virta
from courses.registrar.delivered_files import study_of
from courses.registrar.export_log import counted, log_export
from courses.registrar.exporting import SHEET_WRITERS, sheet_of, whole_file
from courses.registrar.identity_codes_kept import read_codes
from courses.registrar.layouts import layout_of
from courses.registrar.listing import Choice
from courses.registrar.models import ListProfile
from courses.registrar.problems import Problem, hindrances_in, problems_of
from courses.registrar.records import records
from home.spreadsheets import Whole, beside

FORMATS = (*SHEET_WRITERS, "virta")


class NotWrittenError(Exception):
    """Nothing was written; the message says why, and what to do."""


@dataclass
class Written:
    """What was written: the rows of the file, and why others were left out."""

    rows: int = 0
    left_out: Counter[Problem] = field(default_factory=Counter)
    left_out_rows: int = 0


def write_list(
    *,
    path: Path,
    kind: str,
    choice: Choice,
    organisation: Organisation,
    profile: ListProfile | None = None,
) -> Written:
    """
    Write an organisation's completions of a choice to a path, whole or not at all.

    In the national format only what may be registered is written. Raises NotWrittenError
    where that is nothing, and OSError where the path cannot be written.
    """
    if kind == "virta":
        return _write_virta(path, choice, organisation)
    layout = layout_of(profile)
    finish = log_export(
        kind=kind,
        person=None,
        choice_words=choice.in_words(),
        organisations=[organisation],
        with_identity_codes=layout.wants_codes,
    )
    wholes: list[Whole] = []
    sheet = sheet_of(
        choice.of(Completion.objects.all()),
        choice,
        layout,
        codes=lambda people: read_codes(
            organisation=organisation, people=people, reader=None, purpose="command"
        ),
        when_whole=wholes.append,
    )
    with whole_file(path) as file:
        SHEET_WRITERS[kind](file, sheet)
    if kind == "csv" and layout.style.ends_apart:
        note = path.with_name(f"{path.name}.sha256")
        note.write_text(beside(sheet, wholes[0], path.name), encoding="utf-8")
    finish(wholes[0])
    return Written(wholes[0].rows)


def _write_virta(path: Path, choice: Choice, organisation: Organisation) -> Written:
    written = Written()
    if not organisation.institution_code:
        raise NotWrittenError(
            f"{organisation.name_fi} has no institution code, which the national format wants: "
            "an administrator gives it under Organisations."
        )
    try:
        pieces = virta.studies_xml(_studies(choice, organisation, written))
        wholes: list[Whole] = []
        with whole_file(path) as file:
            for piece in counted(pieces, "<Opintosuoritus ", wholes.append):
                file.write(piece)
    except virta.NothingToWriteError:
        raise NotWrittenError(_nothing_because(written)) from None
    except virta.UnwritableError as error:
        raise NotWrittenError(f"The national schema would refuse a record. {error}") from error
    written.rows = wholes[0].rows
    log_export(
        kind="virta", person=None, choice_words=choice.in_words(), organisations=[organisation]
    )(wholes[0])
    return written


def _studies(choice: Choice, organisation: Organisation, written: Written) -> Iterator[virta.Study]:
    """Yield what may be registered; note in `written` what may not."""
    today = timezone.localdate()
    in_force = replace(choice, organiser=organisation)
    for chunk in records(in_force.of(Completion.objects.all())):
        for record in chunk:
            if hindrances := hindrances_in(problems_of(record, today)):
                written.left_out_rows += 1
                written.left_out.update(hindrances)
            else:
                yield study_of(record, organisation.institution_code)


def _nothing_because(written: Written) -> str:
    if not written.left_out_rows:
        return "There is no completion in force in this choice: an empty file is not written."
    return (
        f"None of the {written.left_out_rows} rows may be registered, and an empty file is not "
        f"written: {reasons(written)}."
    )


def reasons(written: Written) -> str:
    """Say in words why rows were left out, and how many for each reason."""
    return ", ".join(f"{problem.label} ({n})" for problem, n in written.left_out.most_common())


def sha256_of(path: Path) -> str:
    """Return the digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

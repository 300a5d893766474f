"""
Handing in files with an answer: bytes first, then row and answer in one transaction.

A file is part of the save that brings it: `handed_in` wraps it. Where the save is refused or
fails, the bytes go again; where the process dies in between, they lie without a row and the
clock sweeps them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from home import handed_in as handing
from home.file_kinds import accepted, ending_of
from home.handed_in import FileProblemError, Incoming
from quizzes.assessing.models import ResponseFile
from quizzes.attempts.models import Attempt, Response
from quizzes.attempts.refusals import SaveRefusal, SaveRefusedError
from quizzes.grading import essay

# Fields of the form: ids of files that stay, and new files.
KEPT, UPLOADED = essay.FILE_FIELD, "upload"


class FileRefusedError(SaveRefusedError):
    """A file was not taken, and so the save was not; `words` says which and why."""

    def __init__(self, words: str, *, status: int = 400) -> None:
        super().__init__(SaveRefusal.BAD_REQUEST, UPLOADED)
        self.words = words
        self.status = status

    def __str__(self) -> str:
        return self.words


@contextmanager
def _refused_as_a_save() -> Iterator[None]:
    """What is wrong with a file is what is wrong with the save that brings it."""
    try:
        yield
    except FileProblemError as problem:
        raise FileRefusedError(problem.words, status=problem.status) from problem


@contextmanager
def handed_in(
    *, learner: User, attempt_id: int, position: int, sent: dict[str, Any], files: Sequence[Any]
) -> Iterator[dict[str, Any]]:
    """
    Store the new files of an answer and yield what was sent, with their ids beside the kept ones.

    Save the answer inside the block: rows and answer become one transaction, and whatever the
    block raises leaves neither row nor bytes. The same file sent again is the same file.
    Raises FileRefusedError with the reason; a stranger's attempt is a 404. A question that
    takes no files gives back what was sent.
    """
    response = get_object_or_404(
        Response.objects.select_related("attempt", "question_version").filter(
            attempt__in=Attempt.objects.of_learner(learner).filter(pk=attempt_id)
        ),
        position=position,
    )
    frozen = response.question_version.content
    if frozen["kind"] != "essay":
        yield sent
        return
    if not response.attempt.is_open:
        # The save itself says why nothing is stored any more.
        yield sent
        return
    structure = frozen["structure"]
    with _refused_as_a_save():
        kinds = accepted(structure["file_types"])
        incoming = [handing.looked_at(upload, kinds) for upload in files]
    _count(incoming, sent, essay.most_files(structure))
    known = {
        (sha256, name): pk
        for pk, sha256, name in response.files.values_list("pk", "sha256", "name")
    }
    _only_own(sent, known.values())
    new = list({found.same: found for found in incoming if found.same not in known}.values())
    with _refused_as_a_save():
        rows = handing.stored(ResponseFile, new, response=response)
    try:
        with transaction.atomic():
            Attempt.objects.select_for_update(of=("self",)).get(pk=attempt_id)
            if rows:
                _weigh(response, learner, sum(row.size for row in rows))
            for row in rows:
                made, _new = ResponseFile.objects.get_or_create(
                    response=response,
                    sha256=row.sha256,
                    name=row.name,
                    defaults={"pk": row.pk, "size": row.size, "content_type": row.content_type}
                    | {"file": row.file.name, "uploaded_at": row.uploaded_at},
                )
                known[row.sha256, row.name] = made.pk
            ids = [*sent.get(KEPT, []), *(str(known[found.same]) for found in incoming)]
            yield sent | {KEPT: list(dict.fromkeys(ids))}
    except BaseException:
        handing.drop(rows)
        raise
    there = set(known.values())
    # Sent twice at once: the other request's row is in force, so these bytes are nobody's.
    handing.drop([row for row in rows if row.pk not in there])


def _count(incoming: Sequence[Incoming], sent: dict[str, Any], most: int) -> None:
    kept = {found for found in sent.get(KEPT, []) if found}
    if not incoming or len(kept) + len({found.same for found in incoming}) <= most:
        return
    if not most:
        raise FileRefusedError(_("This question takes no files. Nothing was changed."))
    words = ngettext(
        "This question takes %(count)s file. Take one out first; nothing was changed.",
        "This question takes %(count)s files. Take one out first; nothing was changed.",
        most,
    )
    raise FileRefusedError(words % {"count": most})


def _only_own(sent: dict[str, Any], own: Any) -> None:
    """An answer names no file but its own."""
    if not {found for found in sent.get(KEPT, []) if found} <= {str(pk) for pk in own}:
        raise SaveRefusedError(SaveRefusal.BAD_REQUEST)


def _weigh(response: Response, learner: User, added: int) -> None:
    """Refuse what would be too much in all; call with the attempt locked."""
    with _refused_as_a_save():
        handing.weigh(
            learner=learner,
            here=response.files.aggregate(size=Sum("size"))["size"] or 0,
            added=added,
        )


def weight_of(learner: User) -> int:
    """Return how many bytes of files a learner's answers hold, those left out too."""
    mine = ResponseFile.objects.filter(response__attempt__enrolment__learner=learner)
    return mine.aggregate(size=Sum("size"))["size"] or 0


def files_of(response: Response) -> list[ResponseFile]:
    """Return the files that the answer in force names, in its order; one query."""
    named = (response.answer or {}).get("files", [])
    found = {str(file.pk): file for file in response.files.filter(pk__in=_uuids(named))}
    return [found[key] for key in named if key in found]


def name_for(file: ResponseFile, user: User) -> str:
    """Return the name of a file; graders who do not see names do not read them here either."""
    if file.response.attempt.quiz.anonymous_grading and not is_own(file, user):
        return f"{file.response_id}-{str(file.pk)[:4]}.{ending_of(file.name)}"
    return file.name


def is_own(file: ResponseFile, user: User) -> bool:
    """Whether this person handed it in; it comes with its response, attempt and enrolment."""
    own: bool = file.response.attempt.enrolment.learner_id == user.pk
    return own


def _uuids(keys: Sequence[str]) -> list[UUID]:
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found

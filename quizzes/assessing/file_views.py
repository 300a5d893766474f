"""Handing out the file of an answer: to its learner and to those who grade it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from quizzes.assessing.access import attempts_graded_by, grades
from quizzes.assessing.files import is_own, name_for
from quizzes.assessing.models import ResponseFile


@login_required
@require_GET
def download(request: HttpRequest, file_id: UUID) -> FileResponse:
    """
    Hand out a file; for anybody else it is not there.

    Always as an attachment, of our own type, and in a sandbox: whatever is in it runs nowhere.
    """
    file = (
        ResponseFile.objects.filter(pk=file_id)
        .select_related("response__attempt__enrolment", "response__attempt__quiz")
        .first()
    )
    if file is None or not (is_own(file, request.user) or _grades(file, request.user)):
        raise Http404(_("There is no such file."))
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("There is no such file.")) from error
    response = FileResponse(
        content,
        as_attachment=True,
        filename=name_for(file, request.user),
        content_type=file.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _grades(file: ResponseFile, user: User) -> bool:
    if not grades(user):
        return False
    return attempts_graded_by(user).filter(pk=file.response.attempt_id).exists()

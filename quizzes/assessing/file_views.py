"""Handing out the file of an answer: to its learner and to those who grade it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from home.handed_in import handed_out
from quizzes.assessing.access import attempts_graded_by, grades
from quizzes.assessing.files import is_own, name_for
from quizzes.assessing.models import ResponseFile


@login_required
@require_GET
def download(request: HttpRequest, file_id: UUID) -> FileResponse:
    """Hand out a file; for anybody else it is not there."""
    file = (
        ResponseFile.objects.filter(pk=file_id)
        .select_related("response__attempt__enrolment", "response__attempt__quiz")
        .first()
    )
    if file is None or not (is_own(file, request.user) or _grades(file, request.user)):
        raise Http404(_("There is no such file."))
    return handed_out(file, name_for(file, request.user))


def _grades(file: ResponseFile, user: User) -> bool:
    if not grades(user):
        return False
    return attempts_graded_by(user).filter(pk=file.response.attempt_id).exists()

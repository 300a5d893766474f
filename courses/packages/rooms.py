"""The rooms for course files: upload, what it would become, what became of it, export."""

from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import User
from courses.catalogue.models import Course
from courses.packages.exporting import gather, write
from courses.packages.models import PackageImport
from courses.packages.progress import progress_of
from courses.packages.uploading import (
    LARGEST_FILE,
    ask_for_import,
    failure_of,
    keep_upload,
    may_publish,
)
from courses.pages.models import CoursePage
from home.outbox import OutboxEntry
from home.rooms import Room
from home.uploads import UploadForm, drafts_or

# A page names this many things of a kind; the command tells all.
MOST_TOLD = 1000


def brings_courses(user: User) -> bool:
    """Whether this person may bring courses in and carry them away."""
    return bool(user.has_perm("courses.add_course"))


class CourseFileForm(UploadForm):
    """A course file, and whether what was published stays so."""

    largest = LARGEST_FILE
    too_large = _("The file is larger than 512 MB.")
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A course of Työkykypolku (.zip), a Moodle course backup (.mbz) or an IMS Common "
            "Cartridge (.imscc); at most 512 MB."
        ),
    )
    publish = drafts_or(
        _("published, where they were and are fit to be"), label=_("The pages become")
    )


class CourseFileRoom(Room):
    """A room of those who may add courses."""

    page_title = _("Import a course")
    header_icon = "upload"

    def admits(self, user: User) -> bool:
        """Editors and administrators."""
        return brings_courses(user)

    def way(self) -> list[dict[str, Any]]:
        """From the list of courses."""
        return [{"url": reverse("course:index"), "label": _("Courses")}]


class UploadRoom(CourseFileRoom):
    """Where a file comes in."""

    template_name = "courses/packages/upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form."""
        form = CourseFileForm(may_publish=may_publish(self.request.user))
        return {"form": form} | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the file and lead to what it would become."""
        form = CourseFileForm(request.POST, request.FILES, may_publish=may_publish(request.user))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        data = form.cleaned_data
        kept = keep_upload(
            person=request.user, file=data["file"], publish=bool(data.get("publish"))
        )
        return redirect("course_files:look", kept.pk)


class LookRoom(CourseFileRoom):
    """One file: what each thing of it would become, and after the import what became of it."""

    template_name = "courses/packages/look.html"

    @cached_property
    def kept(self) -> PackageImport:
        """The file; nobody but who uploaded it finds it."""
        return get_object_or_404(PackageImport, pk=self.kwargs["pk"], created_by=self.request.user)

    @cached_property
    def is_at_work(self) -> bool:
        """Whether a task is to read the file, or to import it, and has not failed."""
        kept = self.kept
        done = kept.committed_at if kept.asked_at else kept.report
        return not (done or kept.error or self.failure)

    @cached_property
    def failure(self) -> OutboxEntry | None:
        """How the last try with it failed; None where none did."""
        return failure_of(self.kept)

    @cached_property
    def progress(self) -> tuple[int, int] | None:
        """How many things of it are done, and of how many."""
        return progress_of(self.kept) if self.is_at_work else None

    def get_page_title(self) -> str:
        """Name the file."""
        return self.kept.filename

    def get_page_subtitle(self) -> str:
        """Say how far it is in the title, too: a page that loads anew is announced by that."""
        return "{} / {}".format(*self.progress) if self.progress else ""

    def way(self) -> list[dict[str, Any]]:
        """By way of the upload."""
        upload = {"url": reverse("course_files:upload"), "label": _("Import a course")}
        return [*super().way(), upload]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give what was told on the file, and the course once it is here."""
        told = self.kept.report
        page = self.kept.options.get("page")
        return super().get_context_data(**kwargs) | {
            "kept": self.kept,
            "failure": self.failure,
            "is_at_work": self.is_at_work,
            "progress": self.progress,
            "lists": [
                (heading, told.get(name, [])[:MOST_TOLD], len(told.get(name, [])))
                for heading, name in (
                    (_("Refused"), "refused"),
                    (_("Changed"), "changed"),
                    (_("Accepted"), "accepted"),
                )
            ],
            "course_page": CoursePage.objects.filter(pk=page).first() if page else None,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Import it by a task; a second click finds it done or asked for."""
        ask_for_import(upload=self.kept.pk, person=request.user)
        return redirect("course_files:look", self.kept.pk)


class ExportRoom(CourseFileRoom):
    """What a course's file holds, and what it cannot hold."""

    template_name = "courses/packages/export.html"
    page_title = _("Export the course")
    header_icon = "download"

    @cached_property
    def course(self) -> Course:
        """The course of this address."""
        return get_object_or_404(Course, pk=self.kwargs["course_id"])

    def get_page_subtitle(self) -> str:
        """The course."""
        return str(self.course)

    def way(self) -> list[dict[str, Any]]:
        """By way of the course."""
        here = {"url": reverse("course:edit", args=[self.course.pk]), "label": self.course.name}
        return [*super().way(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give numbers, and what stays behind."""
        context = super().get_context_data(**kwargs) | {"course": self.course}
        try:
            contents, _packing = gather(self.course)
        except LookupError as error:
            return context | {"problem": str(error.args[0])}
        return context | {
            "pages": len(contents.pages),
            "media": len(contents.media),
            "left": contents.report.refused[:MOST_TOLD],
        }


class DownloadView(View):
    """A course as a file."""

    def get(self, request: HttpRequest, course_id: int) -> FileResponse:
        """Write it; who may not add courses is led away as by every room."""
        if not brings_courses(request.user):
            raise PermissionDenied
        course = get_object_or_404(Course, pk=course_id)
        try:
            contents, _packing = gather(course)
        except LookupError as error:
            raise Http404(str(error.args[0])) from error
        # Closed, and gone, when the answer has been sent.
        file = TemporaryFile()  # noqa: SIM115
        write(contents, file)
        file.seek(0)
        name = f"{slugify(course.code) or 'course'}.zip"
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")

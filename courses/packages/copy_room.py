"""The room where a course is copied with everything."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from accounts.models import User
from courses.catalogue.course_room import CourseRoom
from courses.catalogue.models import Course
from courses.packages.copying import copy_course
from courses.packages.importing import page_of
from courses.packages.report import UnreadablePackageError

WRONG = 400
SHARED, OWN = "shared", "own"


class CopyForm(forms.Form):
    """The copy's code, and whose questions it asks."""

    code = forms.CharField(
        label=gettext_lazy("Code of the copy"),
        max_length=Course._meta.get_field("code").max_length,
        help_text=gettext_lazy("No other course has it. It can be changed while nobody studies."),
    )
    questions = forms.ChoiceField(
        label=gettext_lazy("Questions"),
        choices=[
            (SHARED, gettext_lazy("The same question banks: a correction reaches both courses")),
            (OWN, gettext_lazy("Question banks of its own: copied as drafts, to be published")),
        ],
        initial=SHARED,
        widget=forms.RadioSelect,
    )

    def clean_code(self) -> str:
        """Refuse a code that a course has, in whatever letters."""
        code: str = self.cleaned_data["code"]
        if Course.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("Another course has this code."))
        return code


class CopyRoom(CourseRoom):
    """Copy a course: all its pages in all languages, its quizzes and rules, as drafts."""

    template_name = "courses/packages/copy.html"
    page_title = gettext_lazy("Copy the course")
    header_icon = "copy"

    def admits(self, user: User) -> bool:
        """Those who make courses."""
        return user.has_perms(["courses.add_course", "courses.change_course"])

    @cached_property
    def form(self) -> CopyForm:
        """What was typed, or nothing yet."""
        return CopyForm(self.request.POST if self.request.method == "POST" else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form, and whether there is anything to copy."""
        return super().get_context_data(**kwargs) | {
            "form": self.form,
            "has_page": page_of(self.course) is not None,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Copy it, and lead to the copy's page."""
        if not self.form.is_valid() or page_of(self.course) is None:
            return self._answer()
        try:
            brought = copy_course(
                self.course,
                code=self.form.cleaned_data["code"],
                person=self.request.user,
                share_questions=self.form.cleaned_data["questions"] == SHARED,
            )
        except UnreadablePackageError as refusal:
            self.form.add_error("code", str(refusal))
            return self._answer()
        words = _("The course was copied as %(code)s. All of it is drafts: look it over, publish.")
        messages.success(request, words % {"code": brought.course.code})
        for line in brought.report.refused:
            messages.warning(request, f"{line.what}: {line.why}")
        page = brought.page
        return redirect("wagtailadmin_explore", page.pk) if page else redirect("course:index")

    def _answer(self) -> HttpResponse:
        response = self.render_to_response(self.get_context_data())
        response.status_code = WRONG
        return response


@hooks.register("register_admin_urls")
def register_copying() -> list[URLPattern]:
    """The room of copying."""
    return [path("opintojaksot/<int:pk>/kopio/", CopyRoom.as_view(), name="course_copy")]

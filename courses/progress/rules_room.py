"""The room under Courses where editors say what completing a course takes, and what if."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses import rule_faults
from courses.catalogue.course_room import CourseRoom
from courses.progress.judging import CourseRules, rules_of
from courses.progress.proposal import save_rules
from courses.progress.rules_form import RulesForm
from courses.progress.rules_in_words import problem_words
from courses.progress.what_if import what_if


class RulesRoom(CourseRoom):
    """
    Rules of completion: shown, tried out on those who study now, and saved when confirmed.

    What is confirmed is what was shown: the confirmation carries the proposal's mark, and a
    changed proposal, or a course that changed meanwhile, is shown anew.
    """

    template_name = "courses/progress/rules.html"
    page_title = gettext_lazy("Rules of completion")
    header_icon = "clipboard-list"
    course_kwarg = "course_id"

    @cached_property
    def today(self) -> CourseRules:
        """Its rules as they are."""
        return rules_of([self.course])[self.course.pk]

    def way(self) -> list[dict[str, Any]]:
        """The courses, and this one."""
        return [
            {"url": reverse("course:index"), "label": _("Courses")},
            {"url": reverse("course:edit", args=[self.course.pk]), "label": self.course.name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the form, and what is wrong with today's rules."""
        context = super().get_context_data(**kwargs)
        if "form" not in context:
            context["form"] = RulesForm(course=self.course, today=self.today)
        found = rule_faults.problems(self.today.rules)
        return context | {
            "course": self.course,
            "problems": [problem_words(problem, self.today) for problem in found],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would change; save when what was shown is confirmed."""
        form = RulesForm(request.POST, course=self.course, today=self.today)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        proposal = form.proposal()
        mark = proposal.digest(self.course.outline_version)
        if request.POST.get("confirmed") == mark:
            save_rules(course=self.course, proposal=proposal, by=request.user)
            messages.success(
                request,
                _("The rules are saved. Who meets them now completes the course in a moment."),
            )
            return redirect("course_rules", self.course.pk)
        effect = what_if(
            course=self.course,
            today=self.today,
            then=proposal.applied_to(self.today),
            asker=request.user,
        )
        context = self.get_context_data(form=form)
        context |= {"effect": effect, "mark": mark, "changed": bool(request.POST.get("confirmed"))}
        return self.render_to_response(context)

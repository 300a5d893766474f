"""
Exceptions to quizzes' rules in Wagtail's admin, for editors and for study staff.

Study staff make them for their own runs and the learners on these; whatever view is asked,
somebody else's is not there. Wagtail scopes nothing by itself, so each view class and each
choice of the form is scoped here.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.permission_policies import BasePermissionPolicy

from accounts.keeping import LISTED, ClosedViewSet, KeptAddView, KeptEditView, is_study_staff
from accounts.models import Membership, User
from courses.catalogue.models import CourseStep
from courses.catalogue.runs import CourseRun
from courses.enrolling.models import Enrolment
from quizzes.attempts.extending import ExceptionStandsError, put_exception
from quizzes.quiz.models import Quiz, QuizPage
from quizzes.quiz.overrides import QuizOverride

# Rooms of the admin that study staff may enter; each is scoped below.
ROOMS = ("quiz_exceptions:",)
ACTIONS = {"add", "change", "delete", "view"}
STANDS = _("There is an exception already. Change that one: it is in the list.")
# At least one of these makes it an exception.
GIVEN = (
    "extra_minutes",
    "time_limit_minutes",
    "opens_at",
    "last_start_at",
    "closes_at",
    "attempts_allowed",
    "extra_attempts",
)


def makes_all(user: User) -> bool:
    """Whether this person writes quizzes: then exceptions are theirs to make for everybody."""
    return user.has_perm("quizzes.change_quiz")


def runs_of(user: User) -> QuerySet[CourseRun]:
    """Return the runs for which a person may make exceptions."""
    return CourseRun.objects.all() if makes_all(user) else CourseRun.objects.kept_by(user)


def exceptions_of(user: User) -> QuerySet[QuizOverride]:
    """Return the exceptions that a person may see and change."""
    runs = runs_of(user).values("pk")
    return QuizOverride.objects.filter(Q(run__in=runs) | Q(enrolment__run__in=runs)).select_related(
        "quiz", "run__course", "enrolment__learner", "enrolment__run", "made_by"
    )


class ExceptionPolicy(BasePermissionPolicy):
    """Editors, and study staff within their runs."""

    permission_cache_name = "_quiz_exception_permissions"

    def get_all_permissions_for_user(self, user: User) -> set[str]:
        """What this person may do with some exception."""
        if makes_all(user) or is_study_staff(user):
            return set(ACTIONS)
        return set()

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether this person may do it with some exception."""
        return action in self.get_cached_permissions_for_user(user)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        """Whether this person may do it with this one."""
        return (
            self.user_has_permission(user, action)
            and exceptions_of(user).filter(pk=instance.pk).exists()
        )

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        """Administrators, editors by permission, and study staff."""
        if not ACTIONS & set(actions):
            return User.objects.none()
        return User.objects.filter(
            Q(is_superuser=True)
            | Q(groups__permissions__codename="change_quiz")
            | Q(memberships__role=Membership.Role.STUDY_STAFF),
            is_active=True,
        ).distinct()


class ScopedExceptionMixin:
    """Answers 404 for an exception of somebody else's, whatever the view does with it."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def get_object(self, queryset: Any = None) -> QuizOverride:
        """Find it among those that this person may change."""
        return get_object_or_404(exceptions_of(self.request.user), pk=self.kwargs["pk"])

    def get_base_queryset(self) -> QuerySet[QuizOverride]:
        """Scope the list; `?quiz=` and `?run=` narrow it."""
        found = exceptions_of(self.request.user).order_by("-made_at", "pk")
        if (quiz := _number(self.request, "quiz")) is not None:
            found = found.filter(quiz=quiz)
        if (run := _number(self.request, "run")) is not None:
            found = found.filter(Q(run=run) | Q(enrolment__run=run))
        return found


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class ExceptionIndexView(ScopedExceptionMixin, generic.IndexView):
    """The exceptions that this person may change."""


class ExceptionAddView(ScopedExceptionMixin, KeptAddView):
    """A new exception; quiz and run may come with the address."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Tell whoever was second, perhaps by pressing twice."""
        try:
            return super().form_valid(form)
        except ExceptionStandsError:
            form.add_error(None, STANDS)
            return self.form_invalid(form)

    def get_initial_form_instance(self) -> QuizOverride:
        """Begin with the quiz or run that the link named, where this person has it."""
        run = runs_of(self.request.user).filter(pk=_number(self.request, "run") or 0).first()
        quiz = Quiz.objects.filter(pk=_number(self.request, "quiz") or 0).first()
        return QuizOverride(run=run, quiz=quiz) if quiz else QuizOverride(run=run)


class ExceptionEditView(ScopedExceptionMixin, KeptEditView):
    """What an exception gives; whose it is does not change."""


class ExceptionDeleteView(ScopedExceptionMixin, generic.DeleteView):
    """Back to the quiz's own rules."""


class ExceptionForm(WagtailAdminModelForm):
    """For a run, or for one learner on it who is named by e-mail; within the person's own runs."""

    # A plain choice: the chooser of quizzes is not open to study staff.
    quiz = forms.ModelChoiceField(label=_("Quiz"), queryset=Quiz.objects.none())
    run = forms.ModelChoiceField(label=_("Course run"), queryset=CourseRun.objects.none())
    email = forms.CharField(
        label=_("Learner's e-mail"),
        required=False,
        max_length=254,
        help_text=_(
            "Empty: the exception is for everybody on the run. For somebody with non-disclosure "
            "write the name as the participants’ list has it, surname first."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        runs = runs_of(self.for_user)
        self.fields["run"].queryset = runs.select_related("course")
        self.fields["quiz"].queryset = _quizzes_on(runs)
        enrolment = self.instance.enrolment
        if enrolment:
            self.initial |= {"run": enrolment.run_id, "email": enrolment.seen.address_in_words}
        if self.instance.pk:
            for name in ("quiz", "run", "email"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Find the learner on the run, and hold it to one exception each."""
        cleaned = super().clean()
        run, email = cleaned.get("run"), (cleaned.get("email") or "").strip()
        if run and email and not self.instance.pk:
            enrolment = _enrolment(run, email)
            if enrolment is None:
                self.add_error("email", _("Nobody with this e-mail is on the run."))
            self.instance.enrolment = enrolment
        if self.instance.enrolment or email:
            # One or the other: a learner's exception is reached through the enrolment.
            cleaned["run"] = None
        if not any(cleaned.get(name) not in (None, "", 0) for name in GIVEN) and (
            cleaned.get("attempts_allowed") is None
        ):
            raise ValidationError(_("Say what is different: time, a date, or attempts."))
        self._hold_to_one(cleaned, run)
        return cleaned

    def _hold_to_one(self, cleaned: dict[str, Any], run: Any) -> None:
        quiz = cleaned.get("quiz")
        if self.instance.pk or self.errors or not quiz:
            return
        whose = {"enrolment": self.instance.enrolment} if self.instance.enrolment else {"run": run}
        if QuizOverride.objects.filter(quiz=quiz, **whose).exists():
            raise ValidationError(STANDS)

    def save(self, commit: bool = True) -> QuizOverride:
        """Write it by its verb; running attempts follow."""
        exception: QuizOverride = super().save(commit=False)
        return put_exception(exception, by=self.for_user) if commit else exception


def _quizzes_on(runs: QuerySet[CourseRun]) -> QuerySet[Quiz]:
    """Return the quizzes of the courses that are run."""
    steps = CourseStep.objects.filter(course__runs__in=runs.values("pk"))
    pages = QuizPage.objects.filter(translation_key__in=steps.values("key"))
    return Quiz.objects.filter(pk__in=pages.values("quiz"))


def _enrolment(run: CourseRun, email: str) -> Enrolment | None:
    """Find one participant as staff see them: by address, or by a name that only one has."""
    found = Enrolment.objects.filter(run=run, withdrawn_at__isnull=True).with_seen()
    if by_address := found.filter(seen_address__iexact=email).order_by("-pk").first():
        return by_address
    named = Concat("seen_surname", Value(" "), "seen_given_names", output_field=CharField())
    alike = found.alias(named=named).filter(named__iexact=" ".join(email.split()))
    people = set(alike.values_list("learner", flat=True))
    return alike.order_by("-pk").first() if len(people) == 1 else None


class QuizExceptionViewSet(ClosedViewSet):
    """Extra time, other dates, new attempts: for a learner, or for all of a run."""

    name = "quiz_exceptions"
    model = QuizOverride
    icon = "time"
    menu_label = _("Exceptions to quizzes")
    menu_order = 320
    add_to_admin_menu = True
    # Only the views that are scoped above: a usage page would show what refers to an
    # exception, whoever owns it.
    opened = LISTED | {"delete"}
    index_view_class = ExceptionIndexView
    add_view_class = ExceptionAddView
    edit_view_class = ExceptionEditView
    delete_view_class = ExceptionDeleteView
    list_display = [
        TitleColumn(
            "whose",
            label=_("For whom"),
            accessor="whose",
            get_url=lambda row: reverse("quiz_exceptions:edit", args=[row.pk]),
        ),
        Column("quiz", label=_("Quiz")),
        Column("extra_minutes", label=_("Extra time (minutes)")),
        Column("extra_attempts", label=_("New attempts granted")),
        Column("closes_at", label=_("Closes")),
        Column("made_by", label=_("Made by")),
    ]
    search_fields: list[str] = []
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("quiz"), FieldPanel("run"), FieldPanel("email")],
                heading=_("For whom"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("extra_minutes"), FieldPanel("time_limit_minutes")])],
                heading=_("Time to answer"),
                help_text=_(
                    "Running attempts get the time at once. A hard close ends an attempt all the "
                    "same: where extra time would go beyond it, move that too."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("opens_at"),
                    FieldRowPanel([FieldPanel("last_start_at"), FieldPanel("closes_at")]),
                ],
                heading=_("Dates"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("extra_attempts"), FieldPanel("attempts_allowed")])],
                heading=_("Attempts"),
            ),
            FieldPanel("reason"),
        ],
        base_form_class=ExceptionForm,
    )

"""What people type has limits, in the form and in the table, and each is said in words."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.admin.viewsets import viewsets
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from accounts.models import Organisation, User
from courses.catalogue.models import Course
from courses.catalogue.runs import CourseRun
from courses.models import LessonPage
from home.reach import A_WEEK, A_YEAR
from quizzes.quiz.models import Quiz, QuizPage
from quizzes.quiz.overrides import QuizOverride
from tests.factories.accounts import AdministratorFactory, OrganisationFactory
from tests.factories.courses import CourseFactory, CourseRunFactory, LessonPageFactory
from tests.factories.quizzes import QuizFactory, QuizPageFactory, question
from tests.quizzes.test_admin import quiz_form

OURS = ("accounts", "certificates", "courses", "home", "quizzes")
ENDLESS = 9_999_999_999


def edited_models() -> set[type[models.Model]]:
    """Every model of ours with a form in the admin, and the rows that stand inside such forms."""
    found = {*get_snippet_models(), *get_page_models(), User}
    viewed = [getattr(viewset, "model", None) for viewset in viewsets.viewsets]
    found |= {model for model in viewed if isinstance(model, type)}
    for parent in [model for model in found if issubclass(model, ClusterableModel)]:
        found |= {relation.related_model for relation in get_all_child_relations(parent)}
    return {model for model in found if model.__module__.split(".")[0] in OURS}


def quiz_page():
    return QuizPageFactory(quiz__asks=[question()])


def test_every_rule_that_a_form_can_break_is_said_in_words():
    silent = [
        constraint.name
        for model in edited_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
    ]
    assert {Organisation, Course, CourseRun, Quiz, QuizPage, QuizOverride} <= edited_models()
    assert silent == []


def test_every_number_that_is_typed_has_a_highest_value():
    endless = [
        f"{model.__name__}.{field.name}"
        for model in edited_models()
        for field in model._meta.local_fields
        if isinstance(field, models.IntegerField)
        and field.editable
        and not field.primary_key
        and not field.choices
        # Wagtail counts these by itself: an order, a point on a picture.
        and field.name != "sort_order"
        and not field.name.startswith("focal_point")
        and not any(isinstance(rule, MaxValueValidator) for rule in field._validators)
    ]
    assert endless == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "field", "most"),
    [
        (CourseFactory, "hours", 10_000),
        (CourseFactory, "credits", 300),
        (CourseRunFactory, "seats", 10_000),
        (LessonPageFactory, "minutes", 1000),
        (quiz_page, "minutes", 1000),
        (QuizFactory, "time_limit_minutes", A_WEEK),
        (QuizFactory, "attempts_allowed", 100),
        (QuizFactory, "grace_minutes", A_YEAR),
        (QuizFactory, "first_delay_minutes", A_YEAR),
        (QuizFactory, "later_delay_minutes", A_YEAR),
        (QuizFactory, "grade_max", 10_000),
        (OrganisationFactory, "ends_year", 2200),
    ],
)
def test_beyond_its_limit_a_number_is_refused_by_form_and_table(make, field, most):
    row = make()
    rows = type(row)._default_manager.filter(pk=row.pk)
    rows.update(**{field: most})
    setattr(row, field, ENDLESS)

    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert field in refused.value.message_dict

    # The smallest that is too much: PostgreSQL's small numbers hold no endless one.
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**{field: most + 1})


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["extra_minutes", "time_limit_minutes", "extra_attempts"])
def test_an_exception_gives_no_endless_time(field):
    run, quiz = CourseRunFactory(), QuizFactory()
    exception = QuizOverride(quiz=quiz, run=run, **{field: ENDLESS})

    with pytest.raises(ValidationError) as refused:
        exception.full_clean()
    assert set(refused.value.message_dict) == {field}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("time_limit_minutes", str(ENDLESS), "A week (10,080 minutes) at most."),
        ("grace_minutes", str(ENDLESS), "A year (525,600 minutes) at most."),
        ("closes_at", "9999-12-31 23:59", "Check the year."),
        ("opens_at", "0001-01-01 00:00", "Check the year."),
    ],
)
def test_the_form_of_a_quiz_says_what_is_too_much(client, name, typed, said):
    client.force_login(AdministratorFactory(language="en"))
    asks = {"question": question().pk, "points": "1"}

    response = client.post(
        reverse("wagtailsnippets_quizzes_quiz:add"), quiz_form(asks, **{name: typed})
    )

    assert response.status_code == 200
    assert response.context["form"].errors[name] == [said]
    assert not Quiz.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ['a/b"<>', "a b", "a\n", ""])
def test_a_runs_code_has_only_what_addresses_and_files_bear(code):
    with pytest.raises(ValidationError) as refused:
        CourseRunFactory.build(
            course=CourseFactory(), organiser=OrganisationFactory(), code=code
        ).full_clean()
    assert set(refused.value.message_dict) == {"code"}


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["TK-3001", "syksy_2026.1", "Älä-1"])
def test_usual_codes_are_taken(code):
    CourseRunFactory.build(
        course=CourseFactory(), organiser=OrganisationFactory(), code=code
    ).full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "fits"),
    [("", True), ("0246246-0", True), ("0246246-1", False), ("zzz", False), ("0000001-1", False)],
)
def test_a_business_id_has_its_check_digit(typed, fits):
    organisation = OrganisationFactory.build(business_id=typed)
    if fits:
        organisation.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        organisation.full_clean()
    assert set(refused.value.message_dict) == {"business_id"}


@pytest.mark.django_db
def test_the_day_of_a_run_is_in_our_time():
    run = CourseRunFactory()
    run.ends_on = datetime.date(9999, 12, 31)
    with pytest.raises(ValidationError) as refused:
        run.full_clean()
    assert set(refused.value.message_dict) == {"ends_on"}


def test_lessons_and_quizzes_inherit_the_limit_under_names_of_their_own():
    names = {
        constraint.name
        for model in (LessonPage, QuizPage)
        for constraint in model._meta.constraints
    }
    assert names == {
        "courses_lessonpage_takes_at_most_1000_minutes",
        "quizzes_quizpage_takes_at_most_1000_minutes",
    }

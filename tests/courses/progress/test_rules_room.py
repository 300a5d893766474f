"""Editors change what a course asks for: tried out first, saved when confirmed."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse

from courses.catalogue.requirements import StepGroup, StepRule
from courses.progress import rejudging
from courses.progress.completing import complete_step
from courses.progress.models import Completion
from home import outbox
from tests.factories.accounts import AdministratorFactory, MembershipFactory, UserFactory
from tests.factories.courses import (
    CourseFactory,
    CourseStepFactory,
    EnrolmentFactory,
    StepGroupFactory,
    StepRuleFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("finnish")]


@pytest.fixture
def course():
    """A course with three steps, the last one required."""
    course = CourseFactory(scale="zero_to_five")
    course.parts = [
        CourseStepFactory(course=course, kind=kind, titles={"fi": title}, required=required)
        for kind, title, required in (
            ("quiz", "Välikoe", False),
            ("assignment", "Tehtävä", False),
            ("quiz", "Loppukoe", True),
        )
    ]
    return course


@pytest.fixture
def editor(client):
    editor = UserFactory(is_staff=True)
    editor.groups.set(Group.objects.filter(name__in=["Editors"]))
    client.force_login(editor)
    return editor


def url(course):
    return reverse("course_rules", args=[course.pk])


def sent(client, course, **changes):
    """What the form would send as it is, with changes."""
    form = client.get(url(course)).context["form"]
    data = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if value not in (None, False, ""):
            data[name] = value
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def name(step, what):
    return f"step-{step.pk}-{what}"


def confirm(client, course, data):
    shown = client.post(url(course), data)
    assert shown.status_code == 200, shown.url
    return client.post(url(course), data | {"confirmed": shown.context["mark"]})


def enrolled_who_did(course, *steps, **enrolment):
    made = EnrolmentFactory(run__course=course, **enrolment)
    for step in steps:
        complete_step(made, step, score=75)
    return made


@pytest.mark.usefixtures("editor")
def test_nothing_is_written_before_it_is_confirmed(client, course):
    middle, work, exam = course.parts
    enrolled_who_did(course, middle)
    data = sent(client, course, **{name(exam, "minimum"): "80", name(exam, "after"): work.pk})
    response = client.post(url(course), data)
    effect = response.context["effect"]
    assert (effect.active, effect.completes, effect.closes) == (1, 0, 1)
    assert not StepRule.objects.exists()

    response = client.post(url(course), data | {"confirmed": response.context["mark"]})
    assert response.status_code == 302
    rule = StepRule.objects.get()
    assert (rule.step, rule.minimum_percent, rule.after) == (exam, 80, work)


@pytest.mark.usefixtures("editor")
def test_a_choice_is_made_changed_and_taken_away(client, course):
    middle, work, _exam = course.parts
    ticks = {name(middle, "in-0"): "on", name(work, "in-0"): "on"}
    named = {"choice-0-fi": "Jompikumpi", "choice-0-sv": "Endera", "choice-0-needed": "1"}
    assert confirm(client, course, sent(client, course, **named, **ticks)).status_code == 302
    group = StepGroup.objects.get()
    assert (group.names, group.needed, set(group.steps.all())) == (
        {"fi": "Jompikumpi", "sv": "Endera"},
        1,
        {middle, work},
    )
    assert confirm(client, course, sent(client, course, **{"choice-0-needed": "2"}))
    group.refresh_from_db()
    assert group.needed == 2
    gone = dict.fromkeys([*named, *ticks])
    assert confirm(client, course, sent(client, course, **gone)).status_code == 302
    assert not StepGroup.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda a, b, c: {name(c, "minimum"): "101"}, id="over 100 percent"),
        pytest.param(
            lambda a, b, c: {name(c, "after"): a.pk, name(a, "after"): c.pk},
            id="steps that wait for each other",
        ),
        pytest.param(
            lambda a, b, c: {"choice-0-fi": "X", "choice-0-needed": "2", name(a, "in-0"): "on"},
            id="two of one",
        ),
        pytest.param(lambda a, b, c: {"choice-0-needed": "1", name(a, "in-0"): "on"}, id="no name"),
        pytest.param(lambda a, b, c: {name(a, "weight"): "-1"}, id="a negative weight"),
        pytest.param(lambda a, b, c: {name(a, "after"): a.pk}, id="after itself"),
        pytest.param(lambda a, b, c: {"curriculum_version": ""}, id="no version"),
    ],
)
@pytest.mark.usefixtures("editor")
def test_what_nobody_could_meet_is_refused(client, course, wrong):
    data = sent(client, course) | wrong(*course.parts)
    response = client.post(url(course), data)
    assert response.status_code == 400
    assert response.context["form"].errors
    assert "mark" not in response.context
    assert not StepRule.objects.exists()


@pytest.mark.usefixtures("editor")
def test_a_circle_is_refused_at_its_fields_though_nobody_needs_the_steps(client, course):
    middle, work, _exam = course.parts
    circle = {name(middle, "after"): work.pk, name(work, "after"): middle.pk}
    response = client.post(url(course), sent(client, course, **circle))
    assert set(response.context["form"].errors) == set(circle)
    assert "Nämä vaiheet odottavat toisiaan" in response.text
    assert not StepRule.objects.exists()


@pytest.mark.usefixtures("editor")
def test_steps_of_another_course_are_no_choice(client, course):
    stranger = CourseStepFactory(titles={"fi": "VIERAS ASKEL"})
    exam = course.parts[2]
    assert "VIERAS ASKEL" not in client.get(url(course)).text
    data = sent(client, course, **{name(exam, "after"): stranger.pk})
    assert client.post(url(course), data).context["form"].errors
    data = sent(client, course, **{name(stranger, "minimum"): "50"})
    assert confirm(client, course, data).status_code == 302
    assert not StepRule.objects.exists()


@pytest.mark.usefixtures("editor")
def test_what_changed_meanwhile_is_shown_again(client, course):
    exam = course.parts[2]
    data = sent(client, course, **{name(exam, "minimum"): "50"})
    mark = client.post(url(course), data).context["mark"]
    other = data | {name(exam, "minimum"): "90", "confirmed": mark}
    response = client.post(url(course), other)
    assert response.context["changed"] is True
    assert not StepRule.objects.exists()
    # And when the course itself is another one now.
    course.outline_version += 1
    course.save()
    assert client.post(url(course), data | {"confirmed": mark}).context["changed"] is True
    assert not StepRule.objects.exists()


@pytest.mark.usefixtures("editor")
def test_who_meets_easier_rules_completes_and_who_has_completed_stays(client, course):
    middle, work, exam = course.parts
    StepRuleFactory(step=exam, minimum_percent=80)
    waiting = enrolled_who_did(course, exam, learner__language="sv")
    done = enrolled_who_did(course, middle)
    complete_step(done, exam, score=95)
    assert Completion.objects.count() == 1

    data = sent(client, course, **{name(exam, "minimum"): "70", "curriculum_version": "2027"})
    shown = client.post(url(course), data)
    assert (shown.context["effect"].active, shown.context["effect"].completes) == (1, 1)
    client.post(url(course), data | {"confirmed": shown.context["mark"]})
    outbox.run_due(outbox.timezone.now())
    outbox.run_due(outbox.timezone.now())
    completion = Completion.objects.get(enrolment=waiting)
    assert (completion.curriculum_version, completion.language) == ("2027", "sv")
    assert Completion.objects.count() == 2

    # Harder again: nobody loses what they have.
    data = sent(client, course, **{name(exam, "minimum"): "100", name(work, "minimum"): "100"})
    assert confirm(client, course, data).status_code == 302
    outbox.run_due(outbox.timezone.now())
    assert Completion.objects.valid().count() == 2
    waiting.refresh_from_db()
    assert waiting.completed_at is not None


def test_everybody_who_meets_the_rules_completes_batch_by_batch(course, monkeypatch):
    monkeypatch.setattr(rejudging, "BATCH", 2)
    exam = course.parts[2]
    rule = StepRuleFactory(step=exam, minimum_percent=80)
    met = [enrolled_who_did(course, exam) for _number in range(5)]
    behind = enrolled_who_did(course, course.parts[0])
    rule.delete()
    with transaction.atomic():
        rejudging.rejudge_later(course)
    for _batch in range(4):
        outbox.run_due(outbox.timezone.now())
    done = set(Completion.objects.values_list("enrolment", flat=True))
    assert done == {enrolment.pk for enrolment in met}
    # Once more, as after a worker that was killed: nothing happens twice.
    for entry in outbox.OutboxEntry.objects.filter(effect=rejudging.REJUDGE):
        rejudging.rejudge(entry.payload)
    assert Completion.objects.count() == 5
    behind.refresh_from_db()
    assert behind.completed_at is None


def test_names_only_for_those_who_may_see_the_run(client, course, editor):
    exam = course.parts[2]
    StepRuleFactory(step=exam, minimum_percent=80)
    mine = enrolled_who_did(course, exam, learner__last_name="OMAMERKKI")
    enrolled_who_did(course, exam, learner__last_name="VIERASMERKKI")
    data = sent(client, course, **{name(exam, "minimum"): "50"})

    response = client.post(url(course), data)
    assert response.context["effect"].completes == 2
    assert "MERKKI" not in response.text

    MembershipFactory(user=editor, organisation=mine.run.organiser)
    text = client.post(url(course), data).text
    assert "OMAMERKKI" in text
    assert "VIERASMERKKI" not in text

    client.force_login(AdministratorFactory())
    text = client.post(url(course), data).text
    assert "OMAMERKKI" in text
    assert "VIERASMERKKI" in text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("editor")
def test_trying_out_costs_no_queries_by_the_number(
    client, course, django_assert_max_num_queries, count
):
    for step in course.parts[:count]:
        StepGroupFactory(course=course, of=[step])
        enrolled_who_did(course, step)
    data = sent(client, course, sequential="on")
    client.post(url(course), data)
    with django_assert_max_num_queries(22):
        client.post(url(course), data)

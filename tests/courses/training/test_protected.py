"""In figures, people with non-disclosure are of no known county and of no project."""

import pytest

from accounts.models import Organisation, User
from accounts.protection import protect_person
from courses.catalogue.runs import CourseRun
from courses.training.choosing import Choice
from courses.training.gathering import gather
from tests.courses.training.conftest import trained
from tests.courses.training.test_study_data import taken
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.courses import CompletionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("told", ["enrolment", "county", "home", "project"])
def test_a_protected_person_counts_but_nowhere(told):
    county = OrganisationFactory(kind=Organisation.Kind.COUNTY)
    project = OrganisationFactory(kind=Organisation.Kind.PROJECT, county=county)
    completion = CompletionFactory(enrolment__county=county if told == "enrolment" else None)
    learner = completion.learner
    learner.county = county if told == "county" else None
    learner.home_organisation = {"home": county, "project": project}.get(told)
    learner.save()
    MembershipFactory(user=learner, organisation=project, role="member")

    before = gather(Choice(CourseRun.objects.all()))
    protect_person(learner)
    after = gather(Choice(CourseRun.objects.all()))

    assert [deed.county for deed in before.people] == [county.pk]
    assert sum(before.projects.values()) == 1
    assert [deed.county for deed in after.people] == [None]
    assert sum(after.projects.values()) == 0
    assert len(after.people) == 1


def test_the_study_gets_no_county_of_theirs(client, administrator, run, lapland, finnish):
    for _number in range(6):
        trained(run, county=lapland)
    User.objects.filter(enrolments__run=run).update(contact_is_protected=True)

    rows = taken(client, administrator)

    assert [row["Hyvinvointialue"] for row in rows] == [""] * 6

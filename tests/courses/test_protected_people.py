"""
Contact data of people with non-disclosure are on no screen of staff's and in no file.

Every address that the door opens to staff is walked, a new one by itself, as in `test_tenants`;
administrators walk along.
"""

from itertools import product

import pytest

from accounts.models import Membership, Organisation, User
from courses.enrolling.models import Enrolment
from courses.progress.models import Completion
from tests.courses.tenants import two_tenants
from tests.courses.test_tenants import OPEN, Walker, filled
from tests.factories.accounts import AdministratorFactory, OrganisationFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

# Stands in their addresses and employers, and in what completions have copied.
SECRET = "salamerkki"
# The name of their county and of their own organisation, which choosers and maps have as well.
PLACE = "salapaikka"
NAMES_ORGANISATIONS = {
    "courserun:add",
    "courserun:edit",
    "listprofile:add",
    "listprofile:edit",
    "programmerun:add",
    "programmerun:edit",
    "register:new",
    "run:invitations",
    "training:figures",
}
QUERIES = ("", "export=csv", "export=xlsx")
# Where staff meet contact data of those who are not protected.
WITH_CONTACT_DATA = {
    "run:enrolments",
    "run:enrolment",
    "run:enrolment_change",
    "run:waiting",
    "run:participants",
    "run:attendance",
    "quiz_exceptions:edit",
    "completion_list",
}


@pytest.fixture
def tenant():
    """A polytechnic whose learners have told where they are."""
    own, _other = two_tenants()
    county = OrganisationFactory(kind=Organisation.Kind.COUNTY, name_fi=f"{PLACE} alue")
    home = OrganisationFactory(kind=Organisation.Kind.PROJECT, name_fi=f"{PLACE}-hanke")
    learners = User.objects.exclude(pk__in=Membership.objects.values("user"))
    for learner in learners:
        learner.email = f"{SECRET}.{learner.pk}@esimerkki.fi"
        learner.employer = f"{SECRET} Oy"
        learner.county, learner.home_organisation = county, home
        learner.save()
    Enrolment.objects.filter(learner__in=learners).update(employer=f"{SECRET} Oy", county=county)
    Completion.objects.filter(learner__in=learners).update(
        email=f"{SECRET}@esimerkki.fi", home_organisation=f"{SECRET}-hanke"
    )
    own.administrator = AdministratorFactory()
    return own


def protect(tenant):
    learners = User.objects.filter(email__startswith=SECRET)
    learners.update(contact_is_protected=True)
    return learners


def met(tenant, role):
    """The addresses whose answers tell where they are, and those that broke."""
    walker = Walker(getattr(tenant, role))
    told, broken = set(), set()
    for (name, route), query in product(OPEN, QUERIES):
        response, said = walker.ask(f"{filled(name, route, {}, tenant)}?{query}")
        if SECRET in said or (PLACE in said and name not in NAMES_ORGANISATIONS):
            told.add(name)
        if response.status_code >= 500:
            broken.add(name)
    return told, broken


@pytest.mark.parametrize("role", ["staff", "teacher", "administrator"])
def test_nothing_tells_where_they_are(tenant, role):
    protect(tenant)

    assert met(tenant, role) == (set(), set())


def test_the_walk_is_worth_it(tenant):
    """Of those who are not protected it is told where staff need it."""
    told, _broken = met(tenant, "staff")

    assert told >= WITH_CONTACT_DATA


@pytest.mark.parametrize("role", ["staff", "administrator"])
@pytest.mark.parametrize("asked", ["q", "search"])
def test_no_search_finds_them_by_address(tenant, role, asked):
    learners = protect(tenant)
    learners.update(last_name="Haettu")
    Completion.objects.filter(learner__in=learners).update(surname="Haettu")
    walker = Walker(getattr(tenant, role))
    found = set()
    for name, route in OPEN:
        address = filled(name, route, {}, tenant)
        # A room that asks nothing shows everybody as before.
        if "haettu" not in walker.ask(f"{address}?{asked}=nobodyatall")[1]:
            _response, said = walker.ask(f"{address}?{asked}={SECRET}")
            if "haettu" in said:
                found.add(name)

    assert found == set()

"""What is asked of the database costs the same however many certificates there are."""

import pytest
from django.db import connection

from certificates.models import Certificate
from tests.factories.accounts import UserFactory
from tests.factories.courses import CompletionFactory, ProgrammeEnrolmentFactory

pytestmark = pytest.mark.django_db


def plan_of(query):
    """How the database would read, were the tables too large to be read whole."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    return query.explain()


def reads_every_row(plan):
    # SQLite: a table, or all that completed the course. PostgreSQL: a table, or an index from
    # end to end with a question asked of each row.
    signs = (" SCAN ", "(course_id=?)", "Seq Scan", "SubPlan")
    return any(sign in plan for sign in signs)


def test_a_person_s_certificates_are_found_by_the_person():
    mine = Certificate.objects.of_learner(UserFactory())
    for query in (mine, mine.in_force().filter(tells_changes=True)):
        plan = plan_of(query)
        assert not reads_every_row(plan), plan


@pytest.mark.parametrize("factory", [CompletionFactory, ProgrammeEnrolmentFactory])
def test_what_a_person_earned_before_is_found_by_the_person(factory):
    plan = plan_of(Certificate.objects.earned_like(factory()))
    assert not reads_every_row(plan), plan

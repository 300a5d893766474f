"""The list of runs: what is in use, unless something else is asked for."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import CourseRun
from tests.factories.courses import CourseRunFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def runs(ours, theirs, client):
    """A run of each kind, another house's beside them."""
    today = timezone.localdate()
    times = {
        "NYT": {"starts_on": today - DAY, "ends_on": today},
        "ALKAA": {"starts_on": today, "ends_on": today + DAY},
        "JATKUVA": {"starts_on": None, "ends_on": None, "standing": True},
        "TULOSSA": {"starts_on": today + DAY, "ends_on": today + 9 * DAY},
        "OHI": {"starts_on": today - 9 * DAY, "ends_on": today - DAY},
        "VANHA": {
            "starts_on": today - DAY,
            "ends_on": today + DAY,
            "archived_at": timezone.now(),
        },
    }
    for code, terms in times.items():
        CourseRunFactory(code=code, organiser=ours.organisation, **terms)
        CourseRunFactory(
            code=f"MUIDEN-{code}", organiser=theirs.organisation, **terms | {"standing": False}
        )
    CourseRun.objects.filter(pk=ours.run.pk).delete()
    client.force_login(ours.staff)


@pytest.mark.parametrize(
    ("shown", "codes"),
    [
        pytest.param(None, {"NYT", "ALKAA", "JATKUVA", "TULOSSA", "OHI"}, id="not asked"),
        pytest.param("in_use", {"NYT", "ALKAA", "JATKUVA", "TULOSSA", "OHI"}, id="in use"),
        pytest.param("running", {"NYT", "ALKAA", "JATKUVA"}, id="running"),
        pytest.param("coming", {"TULOSSA"}, id="coming"),
        pytest.param("over", {"OHI"}, id="over"),
        pytest.param("archived", {"VANHA"}, id="archived"),
        pytest.param(
            "all", {"NYT", "ALKAA", "JATKUVA", "TULOSSA", "OHI", "VANHA"}, id="archived too"
        ),
        pytest.param(
            "x\x00'", {"NYT", "ALKAA", "JATKUVA", "TULOSSA", "OHI"}, id="what is no choice"
        ),
    ],
)
def test_shows_what_was_asked_for(client, runs, shown, codes):
    for name in ("index", "index_results"):
        page = client.get(reverse(f"courserun:{name}"), {"shown": shown} if shown else {})
        assert {run.code for run in page.context["object_list"]} == codes


def test_searching_stays_within_what_is_shown(client, runs):
    url = reverse("courserun:index")
    assert not client.get(url, {"q": "VANHA"}).context["object_list"]
    found = client.get(url, {"q": "VANHA", "shown": "archived"}).context["object_list"]
    assert [run.code for run in found] == ["VANHA"]


def test_the_choice_that_holds_is_marked(client, runs):
    page = client.get(reverse("courserun:index"))
    assert page.context["filters"].form["shown"].value() == "in_use"
    assert not page.context["is_filtering"]


@pytest.mark.usefixtures("finnish")
def test_its_end_counts_rows(client, ours):
    """A name in the plural after a number is wrong in Finnish: "2 toteutukset"."""
    CourseRun.objects.exclude(pk=ours.run.pk).filter(organiser=ours.organisation).delete()
    client.force_login(ours.staff)
    for number in range(51):
        CourseRunFactory(code=f"RIVI-{number}", organiser=ours.organisation)
    assert "52 riviä" in client.get(reverse("courserun:index")).text

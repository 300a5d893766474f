"""The accessibility statement: its degree, its findings by language, and the page they stand on."""

import dataclasses
import datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from demo.loading.findings import load_findings
from home.accessibility.audit import AUDIT, Audit, Barriers, last_audit, read
from home.accessibility.criteria import CRITERIA
from home.accessibility.models import AccessibilityFinding
from home.accessibility.statement import (
    SHOWN_AFTER_MENDING,
    Degree,
    degree,
    statement,
    statement_today,
)
from tests.factories.accounts import UserFactory
from tests.factories.home import StandardPageFactory, in_language

TODAY = datetime.date(2026, 11, 23)
NOTHING = Audit(barriers=None, markup=None, lighthouse=None, keyboard=None)
ALL = list(CRITERIA)


def finding(**fields):
    usual = {
        "place_fi": "Videot",
        "what_fi": "Kuvailu puuttuu.",
        "criterion": "1.2.5",
        "hinders": ["blind"],
        "found_on": TODAY,
    }
    return AccessibilityFinding(**(usual | fields))


def test_the_criteria_are_those_of_wcag_2_2():
    levels = [criterion.level for criterion in CRITERIA.values()]
    assert (levels.count("A"), levels.count("AA"), len(levels)) == (31, 24, 55)
    assert all(name for one in CRITERIA.values() for name in dataclasses.astuple(one))


@pytest.mark.parametrize(
    ("broken", "barriers", "expected"),
    [
        pytest.param([], 0, Degree.FULLY, id="nothing is known to be wrong"),
        pytest.param(["1.2.5"], 0, Degree.PARTLY, id="one finding is open"),
        pytest.param([], 1, Degree.PARTLY, id="the audit found a barrier"),
        pytest.param(ALL[:27], 0, Degree.PARTLY, id="fewer than half are broken"),
        pytest.param(ALL[:28], 0, Degree.NOT, id="most are broken"),
        pytest.param(["1.2.5"] * 40, 0, Degree.PARTLY, id="one is broken in many places"),
    ],
)
def test_degree(broken, barriers, expected):
    assert degree(broken=broken, barriers=barriers) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Degree.PARTLY),
        ({"ground": "burden"}, Degree.PARTLY),
        ({"ground": "outside"}, Degree.FULLY),
        ({"mended_on": TODAY}, Degree.FULLY),
    ],
)
def test_what_counts_against_the_site(fields, expected):
    assert statement([finding(**fields)], NOTHING, TODAY).degree is expected
    assert statement([], NOTHING, TODAY).degree is Degree.FULLY


def test_the_statement_tells_of_what_when():
    long_ago = TODAY - SHOWN_AFTER_MENDING
    mended = finding(found_on=long_ago, mended_on=TODAY - datetime.timedelta(days=2))
    old = finding(found_on=long_ago, mended_on=long_ago)
    day = TODAY + datetime.timedelta(days=3)
    seen = Barriers(day=day, commit="abc", pages=2, looks=12, broken={"color-contrast": 2})
    fault, burden, outside = finding(), finding(ground="burden"), finding(ground="outside")
    told = statement(
        [old, mended, fault, burden, outside], dataclasses.replace(NOTHING, barriers=seen), TODAY
    )
    assert (told.faults, told.burdens, told.outside) == ([fault], [burden], [outside])
    assert told.mended == [mended]
    assert told.changed_on == day
    assert statement([], NOTHING, TODAY).changed_on is None


def test_a_finding_speaks_the_readers_language_or_finnish():
    one = finding(place_sv="Videor", what_sv="Syntolkning saknas.", hinders=["blind", "keyboard"])
    with override("sv"):
        assert (one.language_code, one.place, one.meanwhile) == ("sv", "Videor", "")
        assert dict(one.facts)["Framgångskriterium"] == "1.2.5 Syntolkning (förinspelat) (AA)"
        assert "; " in one.facts[0][1]
    with override("en"):
        assert (one.language_code, one.place) == ("fi", "Videot")


def test_the_committed_figures_are_readable():
    audit = last_audit()
    assert audit.barriers.pages > 200
    assert audit.barriers.looks > audit.barriers.pages
    assert set(audit.lighthouse.pages) == {"front page", "course", "lesson", "quiz"}
    assert audit.lighthouse.worst <= 100
    assert audit.markup.documents > 200
    assert audit.keyboard.paths >= audit.keyboard.failed >= 0
    assert audit.last_day <= timezone.localdate()
    assert read(AUDIT.read_text(encoding="utf-8")) == audit


def test_unknown_figures_are_refused():
    with pytest.raises(ValueError, match="crumbs"):
        read('{"crumbs": {}}')


@pytest.mark.django_db
@pytest.mark.one_engine
def test_the_page_states_what_is_known_in_each_language(client):
    page = StandardPageFactory(part="accessibility", slug="saavutettavuusseloste")
    plain = StandardPageFactory()
    in_language(page, "sv", slug="tillganglighet")
    assert client.get(plain.url).context.get("statement") is None
    assert client.get(page.url).context["statement"].degree is Degree.FULLY
    load_findings()
    count = AccessibilityFinding.objects.count()
    load_findings()
    assert AccessibilityFinding.objects.count() == count
    finnish = client.get(page.url)
    assert finnish.context["statement"].degree is Degree.PARTLY
    assert "osittain" in finnish.text
    assert "H5P-harjoitukset oppitunneissa" in finnish.text.replace("\u00ad", "")
    assert "14 päivässä" in finnish.text
    assert reverse("feedback:form") in finnish.text
    assert "www.saavutettavuusvaatimukset.fi" in finnish.text
    for one in AccessibilityFinding.objects.open():
        assert one.what_fi in finnish.text
        assert one.what_sv
        assert one.what_en
    swedish = client.get("/sv/tillganglighet/")
    assert "delvis" in swedish.text
    assert "Webbinarier i direktsändning" in swedish.text.replace("\u00ad", "")


@pytest.mark.django_db
@pytest.mark.one_engine
@pytest.mark.parametrize("count", [1, 3])
def test_findings_are_one_query(django_assert_num_queries, count):
    AccessibilityFinding.objects.bulk_create(finding() for _number in range(count))
    with django_assert_num_queries(1):
        told = statement_today()
        assert len([one.facts for one in told.faults]) == count


@pytest.mark.django_db
@pytest.mark.one_engine
def test_editors_write_findings_and_never_delete_them(client):
    editor = UserFactory(is_staff=True)
    editor.groups.set(Group.objects.filter(name="Editors"))
    client.force_login(editor)
    add = reverse("accessibility_findings:add")
    typed = {"place_fi": "Kartta", "what_fi": "Kartta ei kerro sanoin.", "hinders": ["blind"],
             "criterion": "1.1.1", "ground": "fault", "found_on": "2026-11-20"}  # fmt: skip
    for wrong, name in (
        ({"criterion": ""}, "criterion"),
        ({"place_sv": "Kartan"}, "what_sv"),
        ({"mended_on": "2026-11-01"}, "mended_on"),
        ({"found_on": "2199-01-01"}, "found_on"),
        ({"hinders": []}, "hinders"),
    ):
        refused = client.post(add, typed | wrong)
        assert refused.status_code == 400
        assert name in refused.context["form"].errors, name
    assert not AccessibilityFinding.objects.exists()
    assert client.post(add, typed).status_code == 302
    one = AccessibilityFinding.objects.get()
    assert (one.hinders, one.mended_on) == (["blind"], None)
    assert "Kartta" in client.get(reverse("accessibility_findings:index")).text
    edit = reverse("accessibility_findings:edit", args=[one.pk])
    assert client.post(edit, typed | {"mended_on": "2026-11-22"}).status_code == 302
    one.refresh_from_db()
    assert one.mended_on == datetime.date(2026, 11, 22)

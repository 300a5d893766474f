"""Previews of activities show what learners in each state meet, and nothing of anybody's."""

import pytest

from courses.models import Submission
from courses.pages.models import DONE, FAILED, HALF, NEW, VISITOR
from tests.factories.activities import (
    AssignmentPageFactory,
    SelfAssessmentPageFactory,
    SelfRatingFactory,
    SessionFactory,
    SubmissionFactory,
    WebinarPageFactory,
    criterion,
    step_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

MODES = (VISITOR, NEW, HALF, DONE, FAILED)


def shown(page, mode):
    answer = page.make_preview_request(preview_mode=mode)
    assert answer.status_code == 200
    return answer.render().content.decode()


def states(page, words):
    """Which modes show each of the words."""
    pages = {mode: shown(page, mode) for mode in MODES}
    return {word: [mode for mode in MODES if word in pages[mode]] for word in words}


def test_an_assignment_comes_back_passes_or_fails(finnish):
    page = AssignmentPageFactory(
        scale="zero_to_five", files_most=2, criteria=[criterion(name="Perustelu")]
    )
    SubmissionFactory(step=step_of(page), text="Toisen oma teksti")
    found = states(page, ["Palautettu täydennettäväksi", "arvosana 4", "Hylätty", "2 / 2"])
    assert found == {
        "Palautettu täydennettäväksi": [HALF],
        "arvosana 4": [DONE],
        "Hylätty": [FAILED],
        "2 / 2": [DONE],
    }
    # Nothing of anybody's, and nothing is sent by itself.
    assert set(map(tuple, states(page, ["Toisen oma", "data-writing"]).values())) == {()}
    assert not Submission.objects.exclude(text="Toisen oma teksti").exists()


def test_a_webinar_is_ahead_or_behind(finnish):
    page = WebinarPageFactory(texts_are_assessed=False)
    SessionFactory(step=step_of(page), title="Toisen ryhmän webinaari")
    found = states(page, ["Pidetty", "Läsnäolosi on merkitty", "Toisen ryhmän", "data-writing"])
    assert found == {
        "Pidetty": [DONE, FAILED],
        "Läsnäolosi on merkitty": [DONE],
        "Toisen ryhmän": [],
        "data-writing": [],
    }


def test_a_self_assessment_shows_what_was_said_and_how_it_changed(finnish):
    page = SelfAssessmentPageFactory(moment="after")
    SelfRatingFactory(step=step_of(page), statement_set=page.statement_set)
    found = states(page, ['id="growth"', 'type="radio"'])
    assert found == {'id="growth"': [DONE, FAILED], 'type="radio"': [VISITOR, NEW, HALF]}

"""Lists in the admin: what has no address cannot be reached or linked to."""

import pytest

from accounts.organisation_admin import OrganisationViewSet
from quizzes.quiz.exceptions_admin import QuizExceptionViewSet

LISTED = ["index", "index_results", "add", "edit"]


@pytest.mark.parametrize(
    ("viewset", "more", "missing"),
    [
        pytest.param(
            OrganisationViewSet,
            ["history", "history_results"],
            ["delete_url_name", "usage_url_name"],
            id="kept for ever",
        ),
        pytest.param(
            QuizExceptionViewSet,
            ["delete"],
            ["history_url_name", "usage_url_name"],
            id="deleted, without a history",
        ),
    ],
)
def test_a_closed_list_opens_what_it_names_and_no_more(viewset, more, missing):
    opened = viewset()
    assert [found.name for found in opened.get_urlpatterns()] == [*LISTED, *more]
    links = opened.get_common_view_kwargs()
    assert [name for name in sorted(links) if name.endswith("_url_name") and not links[name]] == (
        missing
    )

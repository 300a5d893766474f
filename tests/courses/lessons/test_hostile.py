"""What an editor or a learner types in these blocks runs nowhere."""

import pytest

from tests.factories.lessons import (
    block,
    case,
    checklist,
    identity,
    lesson_with,
    reflection,
    video,
)

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'{{7*7}}<!--/doing:x-->"


def hostile(value):
    """The same value with every text made hostile; what is chosen or counted stays."""
    # Rich text is cleaned where it is saved; what stands in the database is trusted HTML.
    kept = {"scale", "url", "id", "type", "language", "introduction", "transcript"}
    if isinstance(value, dict):
        return {
            key: each if key in kept or key == "captions_there" else hostile(each)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [hostile(each) for each in value]
    return HOSTILE if isinstance(value, str) and not value.startswith("<p>") else value


BLOCKS = {
    "checklist": checklist(),
    "branching_case": case(criteria=["Ääni"]),
    "reflection": reflection(),
    "video": video(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_an_editors_words_stay_words(client, at, kind):
    lesson = lesson_with(block(kind, hostile(BLOCKS[kind])))
    at(lesson)
    for query in ({}, {"lohko": identity(kind), "polku": "1"}):
        page = client.get(lesson.url, query).text
        assert f'id="lohko-{identity(kind)}"' in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.django_db
def test_a_learners_words_stay_words(client, at, address_of):
    lesson = lesson_with(block("reflection", reflection()))
    address = address_of("save_reflection", at(lesson), lesson, "reflection")
    client.post(address, {"text": f"</textarea>{HOSTILE}", "based_on": 0})
    for url in (lesson.url, "/fi/opinnot/muistiinpanot/"):
        page = client.get(url).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["\x00", "x" * 20_000, "1.1.1.1" * 3000, "../..", "%00", "-1.٣"])
def test_an_odd_address_is_a_page_all_the_same(client, at, odd):
    lesson = lesson_with(*(block(kind, value) for kind, value in BLOCKS.items()))
    at(lesson)
    for kind in BLOCKS:
        answer = client.get(lesson.url, {"lohko": identity(kind), "polku": odd, "k-x": odd})
        assert answer.status_code in (200, 400)

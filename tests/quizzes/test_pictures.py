"""Pictures in questions: kept as numbers, drawn for a whole page with one query, escaped."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from home.html import clean
from quizzes.attempts.freezing import freeze_live
from quizzes.attempts.models import QuestionVersion, Response
from quizzes.attempts.showing import pictures_on_page, show
from tests.factories.questions import sample_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    return get_image_model().objects.create(title="Kuvio", file=get_test_image_file())


def embed(number, alt="Portaat"):
    return f'<embed embedtype="image" id="{number}" format="fullwidth" alt="{alt}"/>'


def shown(made, **how):
    frozen = freeze_live([made.translation_key])[made.translation_key]
    order = [option["id"] for option in frozen["structure"]["options"]]
    version = QuestionVersion(content=frozen)
    return show(Response(position=1, question_version=version, shown_order=order), "fi", **how)


def with_pictures(picture):
    gone = get_image_model().objects.create(title="Vanha", file=get_test_image_file())
    made = sample_question(
        "single_choice",
        stem=f"<p>Mitä kuvassa on?</p>{embed(picture.pk)}",
        value={
            "options": [
                {"text": embed(picture.pk, "Ylin"), "fraction": "1"},
                {"text": embed(gone.pk, "Poistettu"), "fraction": "0"},
            ]
        },
    )
    gone.delete()
    return made


def test_a_picture_stands_where_the_editor_put_it(picture):
    question = shown(with_pictures(picture))

    rendition = picture.get_rendition("max-960x960")
    assert f'src="{rendition.url}"' in question.stem.text
    assert 'alt="Portaat"' in question.stem.text
    assert 'alt="Ylin"' in question.options[0].text.text


def test_a_picture_that_is_gone_leaves_its_words(picture):
    question = shown(with_pictures(picture))

    assert question.options[1].text.text == "<em>Poistettu</em>"


@pytest.mark.parametrize("count", [1, 3])
def test_all_pictures_of_a_page_take_the_same_queries(picture, django_assert_num_queries, count):
    made = with_pictures(picture)
    assert shown(made).options  # the first look makes the smaller picture
    responses = [shown(made).response for _ in range(count)]

    with django_assert_num_queries(2):
        drawn = pictures_on_page(responses)
        for response in responses:
            question = show(response, "fi", drawn=drawn)
            assert "<img" in question.stem.text
            assert "<img" in question.options[0].text.text


def test_a_question_without_pictures_asks_for_none(django_assert_num_queries):
    response = shown(sample_question("single_choice")).response

    with django_assert_num_queries(0):
        assert pictures_on_page([response]) == {}


def test_words_of_a_picture_are_escaped(picture):
    made = sample_question(
        "single_choice", stem=embed(picture.pk, "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;")
    )

    assert "<script>" not in shown(made).stem.text


@pytest.mark.parametrize(
    "html",
    [
        '<embed src="//evil.example/x.swf">',
        '<embed embedtype="media" url="https://evil.example/">',
        '<embed embedtype="image" id="1 OR 1=1">',
        '<embed embedtype="image" id="٣">',
        '<embed embedtype="image" id="1" format="javascript:x">',
        '<img src="//evil.example/x.png">',
        '<embed embedtype="image" id="1" onload="x()" src="//evil.example/">',
    ],
)
def test_nothing_else_comes_in_with_pictures(html):
    cleaned = clean(f"<p>a</p>{html}", pictures=True)

    assert "evil" not in cleaned
    assert "onload" not in cleaned
    assert cleaned in ("<p>a</p>", '<p>a</p><embed embedtype="image" id="1">')
    assert "embed" not in clean(f"<p>a</p>{html}")

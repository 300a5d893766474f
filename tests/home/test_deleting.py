"""Before something that pages use is deleted, the page says which they are."""

import json

import pytest
from django.urls import reverse

from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import LessonPageFactory
from tests.factories.h5p import h5p_exercise
from tests.factories.home import ImageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
TEXT = {"type": "text", "value": "<p>Teksti.</p>", "id": "t"}


def block(kind, value):
    return {"type": kind, "value": value, "id": kind}


def test_the_pages_that_would_lose_it_are_named(
    client, finnish, django_capture_on_commit_callbacks
):
    image, exercise = ImageFactory(), h5p_exercise()
    client.force_login(AdministratorFactory())
    picture = block("picture", {"image": image.pk, "alt": "Kaksi ihmistä.", "decorative": False})
    other = block(
        "exercise",
        {"title": "Yhdistä", "exercise": exercise.pk, "alternative": "<p>Sama.</p>"},
    )
    with django_capture_on_commit_callbacks(execute=True):
        lessons = [
            LessonPageFactory(
                title=f"Oppitunti nro {number}", body=json.dumps([TEXT, picture, other])
            )
            for number in range(3)
        ]
        lessons[2].unpublish()
    LessonPageFactory(title="Muu oppitunti")
    for address in (
        reverse("wagtailimages:delete", args=[image.pk]),
        reverse("wagtailsnippets_home_h5ppackage:delete", args=[exercise.pk]),
    ):
        page = client.get(address).text
        assert "Käytössä 3 paikassa" in page
        for lesson in lessons:
            edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
            assert f'<a href="{edit}">{lesson.title}</a>' in page
        assert "Oppitunti nro 2</a> (luonnos)" in page
        assert "Muu oppitunti" not in page
        assert "lukija löytäisi muuten tyhjän kohdan" in page

"""The editors' guide in the administration, and its short form on the forms."""

import pytest
from django.urls import reverse
from django.utils import translation

from home.guide.chapters import chapters, chapters_of, pictures
from home.guide.in_place import ADVICE
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import LessonPageFactory

TEXT = """# Ohje
Alku.

## Toinen: *luku*
<script>alert(1)</script>

| a | b |
|---|---|
| 1 | 2 |

![Kuva](img/editing-kunto.png) ![Muu](https://muualla.example/x.png)
"""


def test_a_text_is_parted_at_its_headings_and_holds_no_html_of_its_own():
    first, second = chapters_of(TEXT)
    assert (first.slug, first.html(str)) == ("ohje", "<p>Alku.</p>\n")
    for _twice in range(2):
        html = second.html(lambda name: f"/kuva/{name}/")
        assert "<script" not in html
        assert 'tabindex="0" aria-label="Toinen: *luku*"><table>' in html
        assert 'src="/kuva/editing-kunto/"' in html
        assert 'src="https://muualla.example/x.png"' in html


def test_every_help_on_a_form_leads_to_a_chapter_that_is_there():
    assert {advice.chapter for advice in ADVICE.values()} <= chapters().keys()


@pytest.mark.django_db
@pytest.mark.one_engine
def test_editors_read_it_inside(client):
    client.force_login(AdministratorFactory())
    home = client.get(reverse("wagtailadmin_home")).text
    assert (reverse("guide") in home, "guide.wagtail" in home) == (True, False)
    first = client.get(reverse("guide"))
    for chapter in chapters().values():
        assert chapter.title in first.text
    read = client.get(reverse("guide_chapter", args=["katselmointi"]))
    shown = [name for name in pictures() if reverse("guide_picture", args=[name]) in read.text]
    assert len(shown) == 2
    sent = client.get(reverse("guide_picture", args=[shown[0]]))
    assert (sent.status_code, sent["Content-Type"]) == (200, "image/png")
    assert b"".join(sent.streaming_content).startswith(b"\x89PNG")
    for missing in (
        reverse("guide_chapter", args=["ei-tallaista"]),
        reverse("guide_picture", args=["front"]),
    ):
        assert client.get(missing).status_code == 404

    lesson = LessonPageFactory()
    with translation.override("en"):
        form = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert "guide-panel" in form.text
    assert reverse("guide_chapter", args=[ADVICE["lesson"].chapter]) in form.text

"""What is wrong in a text stops its publishing; what could be better is told."""

import datetime
import json

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from certificates.models import CertificateTemplate
from courses.pages.models import LessonPage
from home.checks import find_advice, text_problems
from home.links import ExternalLink, digest_of
from home.passages import blocks_of, passages
from home.prose import heading_problems, prose_advice
from home.publishing import look_at_snippet
from home.reading_level import Measured
from home.references import Targets, reference_advice, references
from tests.editing import said, save
from tests.factories.accounts import AdministratorFactory
from tests.factories.courses import LessonPageFactory, ModulePageFactory
from tests.factories.home import DocumentFactory
from tests.factories.quizzes import question


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def lesson(*texts: str) -> LessonPage:
    """A lesson that is in no database, of text blocks: block-0, block-1 …"""
    return of_blocks(*(("text", text, f"block-{number}") for number, text in enumerate(texts)))


def of_blocks(*blocks: tuple[str, object, str]) -> LessonPage:
    """A lesson of blocks, by type, raw value and id."""
    body = [{"type": kind, "value": value, "id": name} for kind, value, name in blocks]
    return LessonPage(title="Tuki", body=json.dumps(body))


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        pytest.param(["<h2>Tuki</h2><h3>Kenelle</h3><h2>Haku</h2>"], [], id="in order"),
        pytest.param(["<h2>Tuki</h2>", "<h3>Kenelle</h3>"], [], id="in order over blocks"),
        pytest.param(["<h3>Kenelle</h3>"], ["heading_jump"], id="no main heading first"),
        pytest.param(["<h2>Tuki</h2><h4>Kenelle</h4>"], ["heading_jump"], id="a level skipped"),
        pytest.param(["<h2> </h2><h3>Kenelle</h3>"], ["empty_heading", "heading_jump"], id="empty"),
    ],
)
def test_headings_follow_each_other(texts, codes):
    assert [one.code for one in heading_problems(passages(lesson(*texts)))] == codes


@pytest.mark.parametrize(
    ("words", "lix", "minutes", "codes"),
    [
        pytest.param(600, 48, 9, [], id="as promised"),
        pytest.param(600, 66, 9, ["heavy"], id="heavy for Finnish"),
        pytest.param(900, 48, 3, ["short_minutes"], id="promises too little"),
        pytest.param(4000, 48, 10, ["too_long"], id="too long to read"),
        pytest.param(600, 48, 45, ["too_long"], id="too long by its own minutes"),
        pytest.param(9000, 48, None, [], id="a page that promises no time"),
    ],
)
def test_a_text_is_as_long_and_light_as_a_reader_can_bear(words, lix, minutes, codes):
    assert [one.code for one in prose_advice(Measured(words, lix), "fi", minutes)] == codes


def test_every_value_is_found_with_the_way_to_it():
    item = {"heading": "Kuka", "text": "<p>Kela.</p>"}
    source = {"title": "Laki", "url": "https://finlex.example/"}
    page = of_blocks(
        ("accordion", {"items": [{"type": "item", "value": item, "id": "a"}]}, "one"),
        ("sources", {"items": [{"type": "item", "value": source, "id": "b"}]}, "two"),
    )

    found = {one.path: one.text for one in passages(page) if one.field == "body"}

    assert found["one.items.a.text"] == "Kela.\n"
    assert found["two.items.b.url"] == "https://finlex.example/"
    assert {type(one.block).__name__ for one in blocks_of(page)} >= {"AccordionBlock", "ListBlock"}


@pytest.mark.django_db
def test_links_lead_somewhere(django_assert_num_queries):
    live, hidden = ModulePageFactory(), ModulePageFactory(published=False)
    file = DocumentFactory()
    gone = "https://poissa.example/sivu"
    days_ago = timezone.now() - datetime.timedelta(days=4)
    for url, since in ((gone, days_ago), ("https://uusi.example/", timezone.now())):
        ExternalLink.objects.create(
            url=url, digest=digest_of(url), named_at=since, failing_since=since, failure="404"
        )
    fit = (
        f'<p><a linktype="page" id="{live.pk}">Osio</a> <a linktype="document" id="{file.pk}">'
        'Lomake</a> <a href="https://uusi.example/">Kela</a> <a href="mailto:a@b.fi">Posti</a></p>'
    )
    broken = (
        '<p><a linktype="page" id="99999">Sivu</a> <a linktype="document" id="99999">Lomake</a> '
        '<a href="">Tyhjä</a> <a href="https://kela.example/"> </a>'
        '<a href="https://">Alku</a> <a href="https://ke la.example/">Väli</a>'
        '<embed embedtype="image" id="99999" alt="Kuvio" format="fullwidth"/></p>'
    )
    weak = (
        f'<p><a linktype="page" id="{hidden.pk}">Luonnos</a> <a href="/fi/koulutukset/">Lista</a> '
        f'<a href="{gone}#kohta">Poissa</a> <a linktype="page" id="{live.pk}">Tästä</a></p>'
    )

    page = lesson(fit, broken, weak)
    page.locale = live.locale
    with django_assert_num_queries(3):
        stops = list(text_problems(page))

    assert [one.code for one in stops] == [
        "broken_link", "broken_link", *["empty_link"] * 4, "broken_picture",
    ]  # fmt: skip
    assert {one.block for one in stops} == {"block-1"}
    told = [one for one in find_advice(with_parent(page, live)) if one.field == "body"]
    assert [(one.code, one.block) for one in told if "link" in one.code] == [
        (code, "block-2") for code in ("link_to_draft", "link_by_path", "link_fails", "vague_link")
    ]


def with_parent(page, module):
    """The page as it would stand below a module."""
    module.add_child(instance=page)
    return page


@pytest.mark.django_db
def test_who_saves_a_draft_hears_what_would_stop_it_and_what_is_advice(client):
    editor = AdministratorFactory()
    UserProfile.objects.create(user=editor, preferred_language="en")
    client.force_login(editor)
    page = LessonPageFactory(
        published=False, minutes=1, body=[("text", "<p>Tuki.</p>"), ("text", "<h3>Kuka</h3>")]
    )
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    by_script = {"HTTP_ACCEPT": "application/json"}

    assert said(client.post(address, {}, **by_script)) == ""
    heard = said(save(client, page))

    assert "Before it can be published" in heard
    place = f"#:w:contentpath=body.{page.body[1].id}"
    assert f'href="{address}{place}">The heading “Kuka” skips a level' in heard
    assert "names no source" in heard
    assert "Before it can be published" in said(save(client, page, action_submit="1"))


def test_an_address_is_no_words_for_a_link():
    text = '<p><a href="https://kela.example/">https://kela.example/</a></p>'
    found = list(references(passages(lesson(text))))
    nothing = Targets(pages={}, documents=frozenset(), images=frozenset())
    assert [one.code for one in reference_advice(found, nothing, {})] == ["link_is_address"]


@pytest.mark.django_db
def test_of_questions_the_same_is_told_of_templates_nothing(rf):
    editor = AdministratorFactory()
    broken = question()
    broken.stem = '<p>Mikä? <a href="">Ohje</a></p>'
    broken.save_revision(clean=False)

    assert "leads nowhere" in " ".join(heard(rf, editor, broken))
    assert heard(rf, editor, broken, accept="application/json") == []
    assert heard(rf, editor, CertificateTemplate(name="Pohja")) == []


def heard(rf, editor, thing, accept="text/html") -> list[str]:
    """What an editor is told after saving a snippet."""
    request = rf.post("/", headers={"accept": accept})
    request.user, request.session = editor, {}
    request._messages = FallbackStorage(request)
    look_at_snippet(request, thing)
    return [str(message) for message in request._messages]

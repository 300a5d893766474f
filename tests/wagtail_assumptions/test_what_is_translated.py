"""
What translators are asked for, field by field and block by block.

A new field or block must be decided here: words are translated, facts are the same in every
language, and codes are nobody's to translate.
"""

from hashlib import sha256
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import TranslatableField, get_translatable_fields
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from courses.activities.pages import AssignmentPage
from home.h5p.models import H5PPackage
from home.help.page import HelpPage
from home.pages import StandardPage
from home.pictures import CustomDocument
from tests.factories import lessons
from tests.factories.home import ImageFactory, topics_of
from tests.factories.words import GlossaryTermFactory, ServiceCardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

OURS = ("accounts", "home", "courses", "quizzes", "certificates")
PAGE = {"title", "slug", "seo_title", "search_description"}
REVIEW = {"review_by", "responsible"}
SNIPPET = REVIEW | {"go_live_at", "expire_at", "first_published_at"}
STEP = {"show_in_menus", "minutes", "required"} | REVIEW
STEP_WORDS = PAGE | {"change_note"}

TRANSLATED = {
    "home.HomePage": PAGE | {"lead", "points"},
    "home.StandardPage": PAGE | {"summary", "body"},
    "home.HelpPage": PAGE | {"summary", "topics", "contact"},
    "courses.CataloguePage": PAGE | {"introduction"},
    "courses.CoursePage": PAGE | {"summary", "audience", "introduction", "outcomes", "change_note"},
    "courses.ModulePage": PAGE | {"summary"},
    "courses.LessonPage": STEP_WORDS | {"summary", "body"},
    "courses.AssignmentPage": STEP_WORDS | {"summary", "body", "criteria"},
    "courses.WebinarPage": STEP_WORDS | {"summary", "body", "task_before", "diary"},
    "courses.SelfAssessmentPage": STEP_WORDS | {"introduction"},
    "quizzes.QuizPage": STEP_WORDS | {"introduction", "section_titles", "band_words"},
    "home.GlossaryTerm": {"term", "slug", "other_forms", "definition", "source"},
    "home.ServiceCard": {
        "name",
        "slug",
        "summary",
        "for_whom",
        "how",
        "decided_by",
        "cost",
        "law",
        "url",
        "overlays",
    },
    "quizzes.Question": {"stem", "answer", "general_feedback", "hints"},
}
THE_SAME = {
    "home.HomePage": {"show_in_menus"},
    "home.StandardPage": REVIEW | {"show_in_menus", "in_footer", "part"},
    "home.HelpPage": REVIEW | {"show_in_menus"},
    "home.GlossaryTerm": SNIPPET | {"linked"},
    "home.ServiceCard": SNIPPET,
    "courses.CataloguePage": {"show_in_menus"},
    "courses.CoursePage": REVIEW | {"show_in_menus", "course"},
    "courses.ModulePage": {"show_in_menus"},
    "courses.LessonPage": STEP,
    "courses.AssignmentPage": STEP
    | {
        "scale",
        "text_wanted",
        "min_words",
        "max_words",
        "files_least",
        "files_most",
        "file_types",
        "rounds",
    },
    "courses.WebinarPage": STEP | {"attendance_counts", "texts_are_assessed"},
    "courses.SelfAssessmentPage": STEP | {"statement_set", "moment"},
    "quizzes.QuizPage": STEP | {"quiz"},
}


def our_translatable_models():
    return {
        model._meta.label: model
        for model in apps.get_models()
        if issubclass(model, TranslatableMixin) and model._meta.app_label in OURS
    }


def fields(model, translated):
    return {
        field.field_name
        for field in get_translatable_fields(model)
        if isinstance(field, TranslatableField) is translated
    }


def test_every_model_with_languages_is_decided_here():
    assert set(our_translatable_models()) == set(TRANSLATED)


@pytest.mark.parametrize("label", sorted(TRANSLATED))
def test_words_are_translated(label):
    assert fields(our_translatable_models()[label], translated=True) == TRANSLATED[label]


@pytest.mark.parametrize("label", sorted(THE_SAME))
def test_facts_are_the_same_in_every_language(label):
    assert fields(our_translatable_models()[label], translated=False) == THE_SAME[label]


@pytest.mark.parametrize("label", sorted(THE_SAME))
def test_translators_are_offered_no_fact_to_change(label):
    model = our_translatable_models()[label]
    offered = {
        field.field_name
        for field in get_translatable_fields(model)
        if not isinstance(field, TranslatableField) and getattr(field, "overridable", False)
    }
    assert offered == set()


# --- Blocks ----------------------------------------------------------------------------


def document(name):
    file = ContentFile(b"x", name=name)
    return CustomDocument.objects.create(title=name, file=file, file_size=file.size)


def grid(caption, headings, rows):
    return {
        "caption": caption,
        "columns": [{"type": "cell", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in rows],
    }


def grid_paths(*texts):
    """Cells are known by their words: a new row moves no other's translation."""
    return [f"grid.{sha256(text.encode()).hexdigest()[:16]}" for text in texts]


BLOCKS = {
    "text": (
        lambda: '<h2>Otsikko</h2><p>Sanoja, <a href="https://a.example">linkki</a>.</p>',
        ["", "", "'https://a.example'"],
        ["Otsikko", 'Sanoja, <a id="a1">linkki</a>.'],
    ),
    "picture": (
        lambda: {
            "image": ImageFactory().pk,
            "alt": "Kehät",
            "decorative": False,
            "caption": "Kuvio",
        },
        ["image", "alt", "caption"],
        ["Kehät", "Kuvio"],
    ),
    "callout": (
        lambda: {"tone": "note", "heading": "Muista", "text": "<p>Kysy.</p>"},
        ["heading", "text"],
        ["Muista", "Kysy."],
    ),
    "client_case": (
        lambda: {"heading": "Maija", "story": "<p>Tarina.</p>", "questions": "<p>Miksi?</p>"},
        ["heading", "story", "questions"],
        ["Maija", "Tarina.", "Miksi?"],
    ),
    "video": (
        lambda: {
            "title": "Tiimi",
            "file": document("t.mp4").pk,
            "poster": None,
            "captions": [{"type": "item", "id": "c", "value": {
                "language": "fi", "document": document("t.vtt").pk}}],
            "transcript": "<p>Puhetta.</p>",
        },
        ["title", "file", "captions.c.document", "transcript"],
        ["Tiimi", "Puhetta."],
    ),
    "download": (
        lambda: {"document": document("t.pdf").pk, "title": "Pohja", "description": "Täytä"},
        ["document", "title", "description"],
        ["Pohja", "Täytä"],
    ),
    "accordion": (
        lambda: {"items": [
            {"type": "item", "id": "i", "value": {"heading": "Kuka?", "text": "<p>Kela.</p>"}}
        ]},
        ["items.i.heading", "items.i.text"],
        ["Kuka?", "Kela."],
    ),
    "quotation": (
        lambda: {"text": "Jaksan.", "attribution": "Asiakas"},
        ["text", "attribution"],
        ["Jaksan.", "Asiakas"],
    ),
    "self_check": (
        lambda: {
            "question": "Kuka?",
            "options": [{"type": "item", "id": "o", "value": {
                "text": "Minä", "right": True, "feedback": "Niin."}}],
        },
        ["question", "options.o.text", "options.o.feedback"],
        ["Kuka?", "Minä", "Niin."],
    ),
    "steps": (
        lambda: {"heading": "Polku", "numbered": True, "steps": [
            {"type": "item", "id": "s", "value": {
                "when": "Ensin", "heading": "Kysy", "text": "<p>Kuule.</p>"}}]},
        ["heading", "steps.s.when", "steps.s.heading", "steps.s.text"],
        ["Polku", "Ensin", "Kysy", "Kuule."],
    ),
    "table": (
        lambda: {"grid": grid("Ajat", ["Etuus", "Päiviä"], [["Raha", "300"], ["Tuki", "300"]]),
                 "row_headings": True, "note": "Arkipäiviä"},
        [*grid_paths("Ajat", "Etuus", "Päiviä", "Raha", "300", "Tuki"), "note"],
        ["Ajat", "Etuus", "Päiviä", "Raha", "300", "Tuki", "Arkipäiviä"],
    ),
    "comparison": (
        lambda: {"grid": grid("Kumpi", ["Kysymys", "A"], [["Kuka?", "Kela"]]), "conclusion": "A"},
        [*grid_paths("Kumpi", "Kysymys", "A", "Kuka?", "Kela"), "conclusion"],
        ["Kumpi", "Kysymys", "A", "Kuka?", "Kela", "A"],
    ),
    "process": (
        lambda: {"heading": "Paluu", "summary": "Arvio.", "steps": [
            {"type": "item", "id": "s", "value": {"words": "Soita", "kind": "step", "arrows": [
                {"type": "item", "id": "a", "value": {"to": 1, "words": "Ei"}}]}}]},
        ["heading", "summary", "steps.s.words", "steps.s.arrows.a.words"],
        ["Paluu", "Arvio.", "Soita", "Ei"],
    ),
    "plain_language": (
        lambda: {"heading": "Tuki", "ordinary": "<p>Myönnetään.</p>", "plain": "<p>Saat.</p>"},
        ["heading", "ordinary", "plain"],
        ["Tuki", "Myönnetään.", "Saat."],
    ),
    "gallery": (
        lambda: {"heading": "Työpiste", "pictures": [{"type": "item", "id": "p", "value": {
            "image": ImageFactory().pk, "alt": "Pöytä", "decorative": False, "caption": "Nyt"}}]},
        ["heading", "pictures.p.image", "pictures.p.alt", "pictures.p.caption"],
        ["Työpiste", "Pöytä", "Nyt"],
    ),
    "audio": (
        lambda: {"title": "Kertomus", "file": document("k.mp3").pk, "length": "6 min",
                 "transcript": "<p>Puhetta.</p>"},
        ["title", "file", "length", "transcript"],
        ["Kertomus", "6 min", "Puhetta."],
    ),
    "embed": (
        lambda: {"title": "Päivä", "url": "https://vimeo.com/76979871",
                 "alternative": "<p>Puhelu.</p>"},
        ["title", "url", "alternative"],
        ["Päivä", "Puhelu."],
    ),
    "checklist": (
        lambda: lessons.checklist(),
        [
            "heading", "lowest", "highest",
            *(f"groups.{lessons.identity(group)}.{field}" for group, field in [
                ("g1", "heading"),
                ("g1", f"criteria.{lessons.identity('c11')}.text"),
                ("g1", f"criteria.{lessons.identity('c12')}.text"),
                ("g2", "heading"),
                ("g2", f"criteria.{lessons.identity('c21')}.text"),
            ]),
            *(f"bands.{lessons.identity(band)}.words" for band in ("b1", "b2")),
        ],
        ["Laatukriteerit", "ei lainkaan", "aina", "Henkilöstö", "Asiakkaita on sopivasti.",
         "Työ on valmennusta.", "Työnhaku", "Työnhaku alkaa pian.", "Aloita.", "Jatka."],
    ),
    "branching_case": (
        lambda: lessons.case(lessons.situation(1, ("Kysyn", 2)), criteria=["Ääni"]),
        ["heading", "introduction",
         *(f"situations.{lessons.identity('s1')}.{field}" for field in ("heading", "text")),
         *(f"situations.{lessons.identity('s1')}.choices.{lessons.identity('s11')}.{field}"
           for field in ("text", "consequence")),
         f"criteria.{lessons.identity('q1')}"],
        ["Jari, 38", "Olet koordinaattori.", "Tilanne 1", "Mitä nyt?", "Kysyn", "Kysyn seuraa.",
         "Ääni"],
    ),
    "reflection": (
        lambda: lessons.reflection(introduction="<p>Muistele.</p>"),
        ["question", "introduction"],
        ["Mitä opit?", "Muistele."],
    ),
    "exercise": (
        lambda: {"title": "Yhdistä", "alternative": "<p>Kela ohjaa.</p>", "exercise":
                 H5PPackage.objects.create(title="Parit", folder=uuid4(), sha256="0" * 64).pk},
        ["title", "exercise", "alternative"],
        ["Yhdistä", "Kela ohjaa."],
    ),
    # Translated by itself; the text follows its language.
    "glossary_term": (lambda: GlossaryTermFactory().pk, [], []),
    "service_card": (lambda: ServiceCardFactory().pk, [], []),
    "sources": (
        lambda: {"items": [{"type": "item", "id": "s", "value": {
            "title": "Laki", "publisher": "Finlex", "year": 2023, "url": "https://a.example"}}]},
        ["items.s.title", "items.s.publisher", "items.s.url"],
        ["Laki", "Finlex"],
    ),
}  # fmt: skip


def segments(kind):
    page = StandardPage(title="", slug="")
    page.body = [{"type": kind, "id": "b", "value": BLOCKS[kind][0]()}]
    return [
        segment
        for segment in extract_segments(page)
        if isinstance(segment, (StringSegmentValue, OverridableSegmentValue))
        and segment.path.startswith("body.")
    ]


def test_every_block_is_decided_here():
    assert set(StandardPage.body.field.stream_block.child_blocks) == set(BLOCKS)


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_a_blocks_words_and_files_are_offered_to_translators(kind):
    found = segments(kind)

    paths = [segment.path.removeprefix("body.b").removeprefix(".") for segment in found]
    words = [segment.string.data for segment in found if isinstance(segment, StringSegmentValue)]
    assert paths == BLOCKS[kind][1]
    assert words == BLOCKS[kind][2]


def test_the_words_of_the_help_are_offered():
    page = HelpPage(title="", slug="", topics=topics_of([("q", "Miten?", "<p>Näin.</p>", "keino")]))
    found = [segment for segment in extract_segments(page) if segment.path.startswith("topics.")]
    words = [one.string.data for one in found if isinstance(one, StringSegmentValue)]
    assert words == ["Opiskelu", "Miten?", "Näin.", "keino"]


def test_the_words_of_criteria_are_offered_and_their_points_are_not():
    page = AssignmentPage(title="", slug="")
    page.criteria = [
        {
            "type": "criterion",
            "id": "c",
            "value": {"name": "Perustelu", "description": "Mistä?", "points": "2"},
        }
    ]
    found = [segment for segment in extract_segments(page) if segment.path.startswith("criteria.")]
    assert [segment.path for segment in found] == ["criteria.c.name", "criteria.c.description"]

"""Ten thousand strings that try to run a script, through the importers, into a bank, on a page."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.urls import reverse

from quizzes.attempts.showing import sample
from quizzes.banks.models import Question
from quizzes.exchange.committing import commit_import
from quizzes.exchange.gift_lexer import escape
from quizzes.exchange.pictures import PLACE
from quizzes.exchange.reading import read
from quizzes.exchange.texts import HARMFUL
from tests.factories.accounts import AdministratorFactory
from tests.hostile import dangers_of, dangers_on, hostile

pytestmark = pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")
FEW = 97
# In these a text is what somebody types or chooses, and escaped where it is shown.
TYPED = {"pattern", "answer", "unit", "given"}
CHOSEN = {"cloze", "gap_select"}


def gift(number: int, text: str) -> str:
    said = escape(text)
    form = ("html", "moodle", "markdown", "plain")[number % 4]
    inside = (
        f"=a#{said} ~b####{said}", f"=[{form}]{said}x ~{said}y", f"=a{said} -> {said} =b -> c",
        f"=a{said}#{said}", "T#{said}#{said}", f"#3:1#{said}", "",
    )[number % 7]  # fmt: skip
    return (
        f"// [tag:{' '.join(text.split())}]\n::N{number} {said}::[{form}]K {said}{{{inside}}}\n\n"
    )


def aiken(number: int, text: str) -> str:
    said = " ".join(text.split())
    return f"K{number} {said}\nA. a {said}\nB. b\nANSWER: A\n\n"


def xml(number: int, text: str) -> str:
    said = f"<text><![CDATA[x {HARMFUL.sub('', text).replace(']]>', ']]]]><![CDATA[>')}]]></text>"
    answers = (
        f'<answer fraction="100">{said}<feedback>{said}</feedback></answer>'
        f'<answer fraction="0">{said}<feedback>{said}</feedback></answer>'
    )
    gap = "<text>[[1]]</text>"
    kind, inside, stem = (
        ("multichoice", answers + f"<correctfeedback>{said}</correctfeedback>", said),
        ("shortanswer", answers, said),
        ("matching", f"<subquestion>{said}<answer>{said}</answer></subquestion>" * 2, said),
        ("ordering", answers, said),
        ("essay", "".join(f"<{name}>{said}</{name}>" for name in
                          ("graderinfo", "responsetemplate", "modelanswer")), said),
        ("gapselect", f"<selectoption>{said}</selectoption>" * 2, gap),
        ("cloze", "", said.replace("x ", "{1:SA:=x#", 1).replace("]]></text>", "}]]></text>")),
        ("description", "", said),
    )[number % 8]  # fmt: skip
    return (
        f'<question type="{kind}"><name>{said}</name><questiontext format="html">{stem}'
        f"</questiontext><generalfeedback>{said}</generalfeedback><hint>{said}</hint>"
        f"<tags><tag>{said}</tag></tags>{inside}</question>\n"
    )


WRITERS = {"gift": gift, "aiken": aiken, "moodle-xml": xml}


def readings(form: str, step: int) -> Iterator:
    """Read the strings in files of some hundred questions."""
    texts = list(hostile(step))
    for strings in (texts[start : start + 500] for start in range(0, len(texts), 500)):
        inside = "".join(WRITERS[form](number, text) for number, text in enumerate(strings))
        text = f"<quiz>{inside}</quiz>" if form == "moodle-xml" else inside
        yield read(text.encode("utf-8", "replace"), form=form, nearest=True), len(strings)


def html_in(value: object, kind: str) -> Iterator[str]:
    """Yield the texts of an answer that are HTML."""
    if isinstance(value, dict):
        for name, found in value.items():
            if name not in TYPED and not (name == "text" and kind in CHOSEN):
                yield from html_in(found, kind)
    elif isinstance(value, list):
        for found in value:
            yield from html_in(found, kind)
    elif isinstance(value, str) and ("<" in value or "&" in value):
        yield value


def assert_held(form: str, step: int) -> None:
    for reading, count in readings(form, step):
        # Blank lines in a string part a question of GIFT or Aiken; no more than that.
        assert reading.count >= count if form != "moodle-xml" else reading.count == count
        for question in reading.accepted:
            texts = [question.stem, question.general_feedback, *(h.text for h in question.hints)]
            for html in [*texts, *html_in(question.value, question.kind)]:
                assert dangers_of(html, PLACE) == []


@pytest.mark.parametrize("form", WRITERS)
def test_some_of_them_through_each_importer(form):
    assert_held(form, FEW)


@pytest.mark.long
@pytest.mark.parametrize("form", WRITERS)
def test_all_of_them_through_each_importer(form):
    assert_held(form, 1)


def shown(question: Question) -> str:
    """A question as learners meet it, and with its answer and feedback."""
    asked = sample(question)
    assert asked is not None
    parts = ["quizzes/_stem.html", *([asked.template] if asked.asks else [])]
    return "".join(
        render_to_string(part, {"question": asked, "reviewing": reviewing})
        for part in parts
        for reviewing in (False, True)
    )


def assert_shown_harmlessly(form: str, step: int) -> int:
    number = 0
    for reading, _count in readings(form, step):
        bank, _planned = commit_import(reading=reading, bank_name="Vihamielinen", publish=True)
        for question in Question.objects.filter(bank=bank):
            assert dangers_on(shown(question), settings.STATIC_URL) == [], question.name
            number += 1
        Question.objects.all().delete()
    return number


@pytest.mark.django_db
@pytest.mark.parametrize("form", WRITERS)
def test_some_of_them_on_a_question_page(form):
    assert assert_shown_harmlessly(form, FEW * 2) > 20


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("form", WRITERS)
def test_many_of_them_on_a_question_page(form):
    assert assert_shown_harmlessly(form, 13) > 300


@pytest.mark.django_db
@pytest.mark.parametrize("form", WRITERS)
def test_some_of_them_on_the_page_of_a_dry_run(client, form):
    client.force_login(AdministratorFactory())
    strings = enumerate(hostile(FEW * 3))
    inside = "".join(WRITERS[form](number, text) for number, text in strings)
    text = f"<quiz>{inside}</quiz>" if form == "moodle-xml" else inside
    file = SimpleUploadedFile("<img src=x onerror=alert(1)>.txt", text.encode("utf-8", "replace"))
    data = {"file": file, "new_bank": "<script>alert(1)</script>", "format": form}
    page = client.post(reverse("question_files:upload"), data, follow=True)

    sections = page.text.partition('<section class="dry-run')[2]
    own = sections.rpartition("</section>")[0]
    assert page.text.count('<section class="dry-run') == 20
    assert dangers_on(f'<section class="{own}', settings.STATIC_URL) == []
    assert "<script>alert(1)" not in page.text
    assert "<img src=x" not in page.text

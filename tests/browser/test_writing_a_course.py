"""An editor makes a course from an empty form to a page that learners read in two languages."""

from uuid import uuid4

import polib
import pytest
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Locale

from courses.models import CataloguePage, Course, CoursePage, LessonPage, ModulePage
from quizzes.models import Quiz, QuizPage
from tests.browser.test_editor_journey import publish

CODE = f"TYHJA-{uuid4().hex[:6]}"
# What the pages say, and what a translator writes for it.
SWEDISH = {
    f"Tyhjästä kirjoitettu {CODE}": f"Skriven från början {CODE}",
    "Syntyi tyhjälle sivulle.": "Kom till på en tom sida.",
    "Osaa kirjoittaa kurssin": "Kan skriva en kurs",
    "Ensimmäinen osio": "Första avsnittet",
    "Ensimmäinen oppitunti": "Första lektionen",
    "Ensimmäiset sanat.": "De första orden.",
    "Muista tämä": "Kom ihåg det här",
    "Yksi asia.": "En sak.",
    "Sain olla mukana": "Jag fick vara med",
    "Asiakas": "Klienten",
    "Maija, 43": "Maja, 43",
    "Maija palaa töihin.": "Maja återgår till arbetet.",
    "Laki työkyvystä": "Lag om arbetsförmåga",
    "Eduskunta": "Riksdagen",
}


@pytest.fixture
def editor(open_page) -> Page:
    """The admin, opened by the editor."""
    return open_page("/hallinta/", who="editor")


def add_block(editor: Page, field: str, label: str = "") -> Locator:
    """Add a block after those that are there; by the menu of blocks, where there are several."""
    stream = editor.locator(f'[data-contentpath="{field}"]')
    number = int(editor.input_value(f"[name={field}-count]"))
    stream.locator(".c-sf-add-button").last.click()
    if label:
        editor.locator("input[role=combobox]").last.fill(label)
        editor.get_by_role("option").filter(has_text=label).first.click()
    added = editor.locator(f"[name={field}-{number}-id]")
    expect(added).to_be_attached()
    return added.locator("xpath=..")


def write(block: Locator, words: str, which: int = 0) -> None:
    """Write into a rich text of a block."""
    text = block.locator("[contenteditable=true]").nth(which)
    text.click()
    block.page.keyboard.type(words)
    # What is sent follows the typing a moment later.
    expect(block.locator(f'input[type=hidden][value*="{words}"]').first).to_be_attached()


def begin(editor: Page, kind: str, parent: int, title: str) -> None:
    """Open the empty form of a page and give it its title."""
    editor.goto(f"/hallinta/pages/add/{kind}/{parent}/")
    editor.fill("#id_title", title)
    editor.press("#id_title", "Tab")
    # The page's address follows its title.
    expect(editor.locator("#id_slug")).not_to_have_value("")


def put_into_swedish(editor: Page, page: int) -> None:
    """Take a translation's PO file, send it back with Swedish words, and publish."""
    editor.goto(f"/hallinta/pages/{page}/edit/")
    address = editor.locator("a[href*='pofile/download']").first.get_attribute("href")
    assert address
    file = polib.pofile(editor.request.get(address).text())
    for entry in file:
        entry.msgstr = f"sv-{entry.msgid}" if entry.msgctxt == "slug" else SWEDISH[entry.msgid]
    with editor.expect_navigation():
        editor.locator("input[type=file]").first.set_input_files(
            {"name": "sv.po", "mimeType": "text/x-gettext", "buffer": str(file).encode()}
        )
    with editor.expect_navigation():
        editor.locator("footer button[name=action][value=publish]").click()


def test_a_course_is_written_from_empty_forms_and_read(open_page, editor, stored):
    editor.goto("/hallinta/course/new/")
    for name, value in {"code": CODE, "credits": "1", "hours": "27"}.items():
        editor.fill(f"[name={name}]", value)
    editor.select_option("[name=access]", "open")
    with editor.expect_navigation():
        editor.locator("main form button[type=submit]").last.click()
    course = Course.objects.using(stored).get(code=CODE)

    catalogue = CataloguePage.objects.using(stored).get(locale__language_code="fi")
    begin(editor, "courses/coursepage", catalogue.pk, f"Tyhjästä kirjoitettu {CODE}")
    editor.select_option("[name=course]", str(course.pk))
    editor.fill("[name=summary]", "Syntyi tyhjälle sivulle.")
    add_block(editor, "outcomes").locator("input[type=text]").fill("Osaa kirjoittaa kurssin")
    publish(editor)
    course_page = CoursePage.objects.using(stored).get(course=course)

    begin(editor, "courses/modulepage", course_page.pk, "Ensimmäinen osio")
    publish(editor)
    module = ModulePage.objects.using(stored).child_of(course_page).get()

    begin(editor, "courses/lessonpage", module.pk, "Ensimmäinen oppitunti")
    write(add_block(editor, "body", "Teksti"), "Ensimmäiset sanat.")
    callout = add_block(editor, "body", "Nosto")
    callout.locator("input[type=text]").first.fill("Muista tämä")
    write(callout, "Yksi asia.")
    quotation = add_block(editor, "body", "Lainaus")
    quotation.locator("textarea").first.fill("Sain olla mukana")
    quotation.locator("input[type=text]").first.fill("Asiakas")
    case = add_block(editor, "body", "Asiakastapaus")
    case.locator("input[type=text]").first.fill("Maija, 43")
    write(case, "Maija palaa töihin.")
    sources = add_block(editor, "body", "Lähteet")
    for number, words in enumerate(["Laki työkyvystä", "Eduskunta", "2026"]):
        sources.locator("input[type=text], input[type=number]").nth(number).fill(words)
    editor.check("[name=required]")
    publish(editor)
    lesson = LessonPage.objects.using(stored).child_of(module).get()
    assert [block["type"] for block in lesson.body.raw_data] == [
        "text",
        "callout",
        "quotation",
        "client_case",
        "sources",
    ]

    quiz = Quiz.objects.using(stored).exclude(slots=None).order_by("pk").first()
    begin(editor, "quizzes/quizpage", module.pk, "Ensimmäinen testi")
    editor.evaluate("pk => { document.querySelector('[name=quiz]').value = pk }", str(quiz.pk))
    publish(editor)
    assert QuizPage.objects.using(stored).child_of(module).get().live

    reader = open_page(f"/fi{lesson.url_path.partition('/etusivu')[2]}", who="learner")
    for words in ("Ensimmäiset sanat.", "Muista tämä", "Sain olla mukana", "Maija, 43"):
        assert words in reader.text_content("main")

    swedish = Locale.objects.using(stored).get(language_code="sv")
    editor.goto(f"/hallinta/localize/submit/page/{course_page.pk}/")
    editor.check(f"[name=locales][value='{swedish.pk}']")
    editor.check("[name=include_subtree]")
    with editor.expect_navigation():
        editor.locator("main input[type=submit]").click()
    for page in (course_page, module, lesson):
        pages = type(page).objects.using(stored).filter(locale=swedish)
        translation = pages.get(translation_key=page.translation_key)
        put_into_swedish(editor, translation.pk)
    translation.refresh_from_db()
    address = f"/sv{translation.url_path.partition('/home-sv')[2]}"

    reader = open_page(address, who="learner", language="sv")
    for words in ("De första orden.", "Kom ihåg det här", "Jag fick vara med", "Maja, 43"):
        assert words in reader.text_content("main")

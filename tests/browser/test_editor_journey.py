"""
An editor corrects a lesson and a question in the admin.

The lesson changes for everybody at once. Of the question, attempts that are under way keep
what they asked; new ones ask what it says now.
"""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from courses.models import LessonPage
from quizzes.models import Question, QuestionVersion
from tests.browser.learner import Learner
from tests.browser.looks import in_every_look, of_the_house, see_well

FIRST_LESSON = "/mita-asiakasosallisuus-tarkoittaa/"
NEW_WORDS = " Valitse paras."


@pytest.fixture
def editor(open_page) -> Page:
    """The admin, opened by the editor."""
    return open_page("/hallinta/", who="editor")


def write_at_the_end(editor: Page, field: str, words: str) -> None:
    """Add words to the first paragraph of a field of rich text."""
    text = editor.locator(f"{field} [contenteditable=true]").first
    text.locator("[data-block=true]:not(h2):not(h3)").first.click()
    expect(text).to_be_focused()
    editor.keyboard.press("End")
    editor.keyboard.type(words)
    # What is sent follows the typing a moment later.
    sent = editor.locator(f'{field} input[type=hidden][value*="{words.strip()}"]')
    expect(sent).to_be_attached()


def publish(editor: Page) -> None:
    """Publish what is on the form, by the menu beside the button that saves."""
    editor.locator("footer .w-dropdown__toggle").click()
    with editor.expect_navigation():
        editor.locator("[name=action-publish]").click()
    expect(editor.locator(".messages .success")).to_be_visible()


@in_every_look
def test_a_corrected_lesson_reaches_its_readers(open_page, people, stored, looks):
    """The editor's forms need scripts; readers have them or not."""
    correction = f" Tämän virkkeen lisäsi toimittaja {uuid4().hex[:8]}."
    who = of_the_house("editor", looks["language"])
    editor = open_page("/hallinta/", who=who, **{**looks, "javascript": True})
    lesson = LessonPage.objects.using(stored).get(url_path__endswith=FIRST_LESSON)
    reader = open_page(people["pages"]["fi"]["lesson"], who="reader", **looks)
    assert correction.strip() not in reader.text_content("main")

    see_well(editor, looks["language"])
    editor.fill("main [name=q]", lesson.title)
    with editor.expect_navigation():
        editor.press("main [name=q]", "Enter")
    see_well(editor, looks["language"])
    editor.click(f'a[href="/hallinta/pages/{lesson.pk}/edit/"]')
    write_at_the_end(editor, '[data-contentpath="body"]', correction)
    # A draft is the editor's own.
    reader.reload()
    assert correction.strip() not in reader.text_content("main")
    publish(editor)
    see_well(editor, looks["language"])

    reader.reload()
    assert correction.strip() in reader.text_content("main")


def test_a_corrected_question_is_new_only_for_new_attempts(open_page, editor, site, people, stored):
    pages = people["pages"]["fi"]
    page = open_page(pages["quiz"], who="reader")
    learner = Learner(page, site, stored, "fi")
    attempt = learner.start_quiz()
    version = learner.response().question_version
    question = Question.objects.using(stored).get(
        translation_key=version.question_key, locale__language_code="fi"
    )
    asked = page.text_content("#stem").strip()

    editor.goto(f"/hallinta/snippets/quizzes/question/edit/{question.pk}/")
    write_at_the_end(editor, '[data-contentpath="stem"]', NEW_WORDS)
    publish(editor)

    page.reload()
    assert page.text_content("#stem").strip() == asked
    learner.answer_all()
    learner.submit()
    learner.click(page.locator(f'main a[href$="/{attempt}/vastaukset/"]'))
    assert asked in page.text_content(".review")
    assert asked + NEW_WORDS not in page.text_content(".review")

    page.goto(pages["quiz"])
    assert learner.start_quiz() != attempt
    assert page.text_content("#stem").strip() == asked + NEW_WORDS
    versions = QuestionVersion.objects.using(stored).filter(question_key=version.question_key)
    assert versions.count() == 2


def test_a_message_above_the_form_leads_to_its_field(editor, stored):
    lesson = LessonPage.objects.using(stored).filter(minutes__gt=1).latest("pk")
    editor.goto(f"/hallinta/pages/{lesson.pk}/edit/")
    minutes = editor.locator("#id_minutes")
    minutes.fill("0")
    with editor.expect_navigation():
        editor.locator("button.action-save").first.click()

    editor.locator('.messages a[href$="#:w:contentpath=minutes"]').click()

    expect(minutes).to_be_focused()
    minutes.fill(str(lesson.minutes))
    with editor.expect_navigation():
        editor.locator("button.action-save").first.click()

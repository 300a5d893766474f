"""An H5P exercise in its frame: it runs, reaches nothing, and its result comes back."""

import json
import re

from playwright.sync_api import expect

from courses.models import ExerciseResult
from tests.browser.words import said
from tests.factories.lessons import block, exercise, identity

MARK = "exercise: "
HIGH = re.compile(r"^([6-9]|\d{2})\d\d(\.\d+)?px$")


def publish_lesson():
    """Put an exercise into a lesson of the demo; runs in a process of the demo itself."""
    from courses.models import CoursePage, LessonPage
    from tests.factories.h5p import h5p_exercise

    course = CoursePage.objects.get(course__code="TT-2026", locale__language_code="fi")
    lesson = LessonPage.objects.descendant_of(course).order_by("path").last()
    added = block("exercise", exercise(h5p_exercise()))
    others = [one for one in map(dict, lesson.body.raw_data) if one["type"] != "exercise"]
    lesson.body = json.dumps([*others, added])
    lesson.save_revision().publish()
    print(f"{MARK}{lesson.get_url()}")


def test_an_exercise_runs_in_its_sandbox_and_its_result_is_kept(site, open_page, stored):
    code = "from tests.browser.test_exercises import publish_lesson; publish_lesson()"
    printed = site.manage("shell", "--no-imports", "-c", code)
    address = next(line for line in printed.splitlines() if line.startswith(MARK))
    page = open_page(who="learner", width=360)
    # Styles may come after the player has measured what is there.
    late = []
    page.route("**/question.css", lambda route: late.append(route))
    page.goto(address.removeprefix(MARK))
    mine = ExerciseResult.objects.using(stored).filter(block_id=identity("exercise"))

    page.locator("[data-exercise]").scroll_into_view_if_needed()
    frame = page.frame_locator("[data-exercise]")
    # What the package could reach, in its own words.
    expect(frame.locator(".told")).to_have_text("ei sivua, eväste ")
    late.pop().continue_()
    # As high as what is in it, more than 600 px. The page's policy forbids it to be polled from
    # inside (wait_for_function): its style is asked for from here.
    expect(page.locator("[data-exercise]")).to_have_css("height", HIGH)

    button = frame.get_by_role("button", name="Diagnoosista")
    button.focus()
    page.keyboard.press("Enter")
    words = said("Your result: %(result)s.").split("%")[0]
    expect(page.locator("[data-exercise-result]")).to_contain_text(f"{words}1 / 2")
    frame.get_by_role("button", name="Työn ja voimien tasapainosta").click()
    expect(page.locator("[data-exercise-result]")).to_contain_text("(100 %)")
    assert [row.score for row in mine] == [1, 0.5]

    page.reload()
    expect(page.locator("[data-exercise-result]")).to_contain_text(f"{words}2 / 2")

"""A sample of the strings that try to run a script, drawn by a browser from a file of questions."""

import pytest

from tests.hostile import hostile
from tests.quizzes.exchange.test_hostile import WRITERS

pytestmark = pytest.mark.long
PAGES = 10
PER_PAGE = 20
# Milliseconds to read a whole file on a machine that does other things too.
PATIENCE = 120_000
# What the browser itself makes of each element: handlers, addresses as it would follow them.
LOOK = """() => {
  const found = [];
  for (const element of document.querySelectorAll('.dry-run *')) {
    for (const {name} of element.attributes)
      if (name.startsWith('on') || name === 'style') found.push(element.outerHTML.slice(0, 200));
    const known = ['http:', 'https:', 'mailto:', 'tel:'];
    if (element instanceof HTMLAnchorElement && element.hasAttribute('href')
        && !known.includes(element.protocol)) found.push(element.outerHTML.slice(0, 200));
    const page = /^(IFRAME|OBJECT|EMBED|BASE|META|LINK|STYLE|TEMPLATE|MATH)$/i;
    if (page.test(element.tagName)) found.push(element.outerHTML.slice(0, 200));
    for (const event of ['click', 'mouseover', 'pointerenter', 'focus', 'blur', 'error', 'load'])
      if (!element.closest('a, button, summary')) element.dispatchEvent(new Event(event));
  }
  return found;
}"""


@pytest.mark.parametrize("form", WRITERS)
def test_nothing_runs_where_questions_are_drawn(open_page, browsing, form, tmp_path):
    strings = list(hostile(9900 // (PAGES * PER_PAGE) - 2))[: PAGES * PER_PAGE]
    inside = "".join(WRITERS[form](number, text) for number, text in enumerate(strings))
    file = tmp_path / "kysymykset.txt"
    text = f"<quiz>{inside}</quiz>" if form == "moodle-xml" else inside
    file.write_bytes(text.encode("utf-8", "replace"))
    ran = []

    page = open_page("/hallinta/kysymystiedostot/", who="editor")
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.set_input_files("main [name=file]", file)
    page.fill("main [name=new_bank]", "Vihamielinen")
    page.select_option("main [name=format]", form)
    with page.expect_navigation(timeout=PATIENCE):
        page.click("main form [type=submit]")
    address = page.url.partition("?")[0]

    with browsing() as (bare, _watch):
        # The same once more where no policy would hold what the cleaning let through.
        unguarded = bare.new_page()
        unguarded.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        unguarded.route("**/*", lambda route: route.abort())
        # It would be seen.
        unguarded.set_content("<img src=x onerror=alert(1)>")
        unguarded.wait_for_timeout(200)
        assert ran == ["1"]
        ran.clear()
        for number in range(1, PAGES + 1):
            page.goto(f"{address}?p={number}")
            drawn = page.locator(".dry-run")
            assert drawn.count() > 0
            assert page.evaluate(LOOK) == []
            inside = "".join(drawn.nth(n).inner_html() for n in range(drawn.count()))
            unguarded.set_content(f"<base href='http://127.0.0.1/'><body>{inside}")
            assert unguarded.evaluate(LOOK.replace(".dry-run *", "body *")) == []
    assert ran == []

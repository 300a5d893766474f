"""What blocks do beyond being read: another service on request, plain language everywhere."""

from playwright.sync_api import expect

BLOCKS = "/_ui/?view=blocks&lang=fi"
PLAYER = "https://www.youtube-nocookie.com/embed/aaaaaaaaaaa"


def test_another_service_is_asked_when_the_reader_presses_the_button(browsing):
    with browsing() as (context, watch):
        page = context.new_page()
        page.route("https://**", lambda route: route.fulfill(body="<title>Video</title>"))
        page.goto(BLOCKS)
        page.wait_for_load_state("networkidle")
        assert watch.problems == []

        page.locator("[data-embed-load]").focus()
        with page.expect_request(PLAYER):
            page.keyboard.press("Enter")

        frame = page.locator(".embed iframe")
        expect(frame).to_have_attribute("src", PLAYER)
        expect(frame).to_be_focused()
        assert "allow-top-navigation" not in frame.get_attribute("sandbox")
        assert [problem.split(": ", 1)[1] for problem in watch.problems] == [f"asked {PLAYER}"]


def test_without_scripts_the_other_service_is_a_link(open_page):
    page = open_page(BLOCKS, javascript=False)

    expect(page.locator("[data-embed-load]")).to_be_hidden()
    expect(page.get_by_role("link", name="Avaa palvelussa YouTube")).to_be_visible()


def test_who_reads_in_plain_language_reads_so_on_the_next_page(open_page):
    page = open_page(BLOCKS)
    ordinary, plain = page.locator(".plain__words--ordinary"), page.locator(".plain__words--plain")
    expect(ordinary).to_be_visible()
    expect(plain).to_be_hidden()

    page.locator("[data-plain=no]").focus()
    page.keyboard.press("ArrowRight")
    expect(plain).to_be_visible()
    expect(ordinary).to_be_hidden()

    page.reload()
    expect(plain).to_be_visible()


def test_plain_language_can_be_chosen_without_scripts(open_page):
    page = open_page(BLOCKS, javascript=False)

    page.get_by_role("radio", name="Selkokieli").check()

    expect(page.locator(".plain__words--plain")).to_be_visible()
    expect(page.locator(".plain__words--ordinary")).to_be_hidden()


def test_a_process_without_room_for_its_drawing_is_a_list(open_page):
    page = open_page(BLOCKS, width=320)

    expect(page.locator(".process__svg")).to_be_hidden()
    expect(page.locator(".process__instead")).to_be_visible()

    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".process__svg")).to_be_visible()
    expect(page.locator(".process__instead")).to_be_hidden()

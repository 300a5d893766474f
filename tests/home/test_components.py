"""The parts of the interface: what they say to those who see and to those who listen."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe
from wagtail.models import Page, Site

from home.context import SiteChrome
from home.gallery import COMPOSITIONS
from tests.factories.home import StandardPageFactory, front_page, in_language


def rendered(source, **context):
    """Render a template's source, with runs of white space made one."""
    html = Template(source).render(Context(context))
    return re.sub(r"\s+", " ", html).replace("> <", "><").strip()


@pytest.fixture
def english():
    """The language that the interface is written in, so that these tests read its own words."""
    with translation.override("en"):
        yield


def words(html):
    """Return what is left of markup for a reader."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class SampleForm(forms.Form):
    name = forms.CharField(label="Nimi", help_text="Kuten todistuksessa.")
    role = forms.ChoiceField(
        label="Rooli", widget=forms.RadioSelect, choices=[("a", "Työ"), ("b", "Tutkinto")]
    )
    topics = forms.MultipleChoiceField(
        label="Aiheet", widget=forms.CheckboxSelectMultiple, choices=[("x", "Yksi")], required=False
    )
    consent = forms.BooleanField(label="Suostun")
    note = forms.CharField(label="Muuta", required=False, widget=forms.Textarea)
    key = forms.CharField(widget=forms.HiddenInput, initial="k")

    def clean(self):
        raise forms.ValidationError("Lomake vanheni.")


@pytest.mark.parametrize("view", ["", *COMPOSITIONS])
@pytest.mark.django_db
def test_the_gallery_shows(client, view):
    response = client.get("/_ui/", {"view": view} if view else {})

    assert response.status_code == 200


@pytest.mark.django_db
def test_the_gallery_knows_no_other_page(client):
    assert client.get("/_ui/", {"view": "../base"}, follow=True).status_code == 404


def test_a_sign_beside_words_is_silent():
    assert 'aria-hidden="true"' in rendered('{% icon "check" %}')


def test_a_sign_alone_has_a_name():
    html = rendered('{% icon "check" label="Valmis" %}')

    assert 'role="img" aria-label="Valmis"' in html
    assert "aria-hidden" not in html


def test_a_callout_escapes_its_heading_and_keeps_its_content():
    html = rendered(
        '{% callout tone="warning" heading=heading %}<p>Aika kuluu.</p>{% endcallout %}',
        heading="<b>Ennen koetta",
    )

    assert "&lt;b&gt;Ennen koetta" in html
    assert "<p>Aika kuluu.</p>" in html
    assert "callout--warning" in html


MARKERS = [
    {"label": "Osallisuus", "state": "done", "href": "/a/"},
    SimpleNamespace(label="Keinot", state="current", note="10 min"),
    {"label": "Verkostot", "state": "ahead"},
]


@pytest.mark.parametrize("size", ["small", "wide", "large"])
def test_a_path_has_a_marker_for_each_module(size):
    html = rendered("{% path_drawing markers size %}", markers=MARKERS, size=size)

    states = re.findall(r"way__marker--(done|current|ahead)", html)
    assert states == ["done", "current", "ahead"]


@pytest.mark.parametrize("size", ["small", "wide", "large"])
def test_a_path_of_no_modules_is_nothing(size):
    assert rendered("{% path_drawing markers size %}", markers=[], size=size) == ""


@pytest.mark.parametrize("size", ["small", "wide", "large"])
def test_a_path_of_one_module_has_no_line(size):
    html = rendered("{% path_drawing markers size %}", markers=MARKERS[2:], size=size)

    assert "way__line" not in html
    assert "way__ahead" not in html


def test_a_large_path_says_its_states_in_words(english):
    with_words = words(rendered('{% path_drawing markers "large" %}', markers=MARKERS))

    assert with_words == "Osallisuus Done Keinot You are here 10 min Verkostot"


# All that the learner's share was of is done; the rest came afterwards.
@pytest.mark.parametrize(("percent", "more"), [(0, ""), (29, ""), (100, ", new content")])
def test_progress_is_said_in_words(english, percent, more):
    html = rendered("{% progress 7 24 percent %}", percent=percent)

    assert words(html) == f"7 / 24, {percent} %{more}"


def test_numbers_in_a_drawing_keep_their_points_in_finnish(finnish):
    html = rendered("{% path_drawing markers %}{% progress 7 24 29 %}", markers=MARKERS)

    drawn = re.findall(r'(?: d|translate\(|viewBox)="?([^")]+)', html)
    assert drawn
    assert not any("," in numbers for numbers in drawn)


def test_a_status_always_has_words_and_a_sign():
    html = rendered('{% status "Hylätty" "error" %}')

    assert words(html) == "Hylätty"
    assert "#circle-alert" in html


def test_a_receipt_is_announced_even_when_it_comes_later():
    assert 'role="status"' in rendered("{% receipt %}")


@pytest.fixture
def bad_form():
    return SampleForm({"name": ""})


def test_the_error_summary_leads_to_each_control(bad_form):
    html = rendered("{% error_summary form %}", form=bad_form)

    assert re.findall(r'href="#([a-z_0-9]+)"', html) == ["id_name", "id_role_0", "id_consent"]
    assert "Lomake vanheni." in html
    controls = "".join(rendered("{% field bound %}", bound=bound) for bound in bad_form)
    assert {"id_name", "id_role_0", "id_consent"} <= set(
        re.findall(r' id="([a-z_0-9]+)"', controls)
    )


@pytest.mark.parametrize("form", [SampleForm(), SampleForm({})], ids=["fresh", "empty"])
def test_a_fresh_form_has_no_error_summary(form):
    assert ("error-summary" in rendered("{% error_summary form %}", form=form)) is form.is_bound


def test_a_field_ties_help_and_error_to_its_control(bad_form):
    html = rendered("{% field form.name %}", form=bad_form)

    described = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert all(f'id="{name}"' in html for name in described)
    assert 'aria-invalid="true"' in html
    assert '<label class="field__label" for="id_name">' in html


def test_a_group_of_choices_is_a_fieldset_of_rows(bad_form):
    html = rendered("{% field form.role %}", form=bad_form)

    assert html.startswith('<fieldset class="field" aria-describedby="id_role_error">')
    assert html.count('<label class="option"') == 2


def test_an_optional_field_says_so_and_a_required_one_does_not(english):
    form = SampleForm()

    assert "(optional)" in rendered("{% field form.note %}", form=form)
    assert "(optional)" not in rendered("{% field form.name %}", form=form)


def test_a_hidden_field_has_no_label():
    html = rendered("{% field form.key %}", form=SampleForm())

    assert html.startswith('<input type="hidden"')
    assert html.count("<") == 1


def test_the_last_breadcrumb_is_this_page():
    html = rendered(
        "{% breadcrumbs items %}",
        items=[{"title": "Koulutukset", "href": "/fi/k/"}, {"title": "Työkyvyn tuki"}],
    )

    assert html.count("<a ") == 1
    assert '<span aria-current="page">Työkyvyn tuki</span>' in html


@pytest.mark.parametrize("query", ["q=koe&kieli=fi", {"q": "koe", "kieli": "fi"}])
def test_pagination_keeps_the_other_parameters(query):
    page = Paginator(range(50), 10).page(2)

    html = rendered("{% pagination page query %}", page=page, query=query)

    assert 'href="?q=koe&amp;kieli=fi&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_a_step_that_opens_later_is_named_without_a_link(english):
    steps = {
        "before": {"href": "/before/", "title": "Before", "language": "en"},
        "after": {"href": "/after/", "title": "Jatko", "language": "fi"},
    }

    open_now = rendered("{% step_nav before after %}", **steps)
    closed = rendered("{% step_nav before after 'Opens 1.12.2026' %}", **steps)

    assert 'rel="next" href="/after/" hreflang="fi"' in open_now
    assert '<span lang="fi">Jatko</span>' in open_now
    assert "/after/" not in closed
    assert "Opens 1.12.2026" in words(closed)
    assert rendered("{% step_nav before after %}", before=None, after=None) == ""


def test_one_page_needs_no_pagination():
    assert rendered("{% pagination page %}", page=Paginator([1], 10).page(1)) == ""


def test_facts_leave_out_what_is_not_known():
    html = rendered(
        "{% fact_list items %}", items=[("Laajuus", "2 op"), ("Hinta", ""), ("Osat", 0)]
    )

    assert words(html) == "Laajuus 2 op Osat 0"


def test_a_wide_table_can_be_scrolled_by_keyboard():
    html = rendered('{% data_table label="Toteutukset" %}<table></table>{% enddata_table %}')

    assert 'role="region" aria-label="Toteutukset" tabindex="0"' in html


def step(title, **given):
    return {"title": title, "href": "/s/", "kind": "lesson", "minutes": 8, "state": "ahead"} | given


OUTLINE = [
    {
        "title": "Osallisuus",
        "is_current": True,
        "state": "current",
        "done": 1,
        "total": 3,
        "steps": [
            step("Alku", state="done"),
            step("Nyt", state="current", is_current=True),
            step("Koe", kind="quiz", href=""),
        ],
    }
]


def test_the_outline_says_what_is_done_and_where_one_is(english):
    html = rendered("{% outline modules %}", modules=OUTLINE)

    assert "Contents 1/3" in words(html)
    assert "Alku , done" in words(html)
    assert html.count('aria-current="page"') == 1
    assert 'aria-label="Quiz"' in html


def test_a_closed_step_is_no_link():
    html = rendered("{% outline modules %}", modules=OUTLINE)

    assert html.count('<a class="outline__link"') == 2


def test_words_in_another_language_are_marked(swedish):
    modules = [OUTLINE[0] | {"steps": [step("Alku", language="fi"), step("Nu", language="sv")]}]

    html = rendered("{% outline modules %}", modules=modules)

    assert '<span lang="fi">Alku</span>' in html
    assert "<span>Nu</span>" in html


@pytest.mark.parametrize(
    ("language", "title", "softened"),
    [
        ("fi", "Työkykykoulutukset", "Työky-ky-kou-lu-tukset"),
        ("sv", "Arbetsförmågekoordinatorer", "Arbets-förmåge-koordinatorer"),
        ("sv", "Työkykykoulutukset", "Työkykykoulutukset"),
        ("en", "Arbetsförmågekoordinatorer", "Arbetsförmågekoordinatorer"),
    ],
)
def test_long_words_break_by_the_rules_of_the_page_s_language(language, title, softened):
    with translation.override(language):
        text = rendered("{{ title|soften }}", title=title)

    assert text.replace("\N{SOFT HYPHEN}", "-") == softened


def test_softening_escapes_as_ever():
    assert rendered("{{ title|soften }}", title="<b>") == "&lt;b&gt;"
    assert rendered("{{ title|soften }}", title=mark_safe("<b>")) == "<b>"


@pytest.fixture
def chrome(rf, finnish):
    def at(path="/fi/opinnot/", page=None, user=None, **cookies):
        request = rf.get(path)
        request.COOKIES |= cookies
        request.user = user or AnonymousUser()
        if page:
            request._wagtail_route_for_request = SimpleNamespace(page=page)
        return SiteChrome(request)

    return at


@pytest.mark.parametrize(
    ("cookie", "attributes"),
    [
        ("size-3.theme-dark", ' data-size="3" data-theme="dark"'),
        ('theme-"><script>.size-9.plain', ""),
        ("", ""),
    ],
)
def test_only_known_settings_reach_the_page(chrome, cookie, attributes):
    assert chrome(reading=cookie).settings_on_page == attributes


def test_sign_in_leads_back(chrome):
    assert chrome("/fi/a/?b=1").sign_in_url.endswith("?next=%2Ffi%2Fa%2F%3Fb%3D1")


@pytest.mark.django_db
def test_other_addresses_keep_their_place_in_each_language(chrome):
    links = chrome("/fi/opinnot/").language_links

    assert [link["href"] for link in links] == ["/fi/opinnot/", "/sv/opinnot/", "/en/opinnot/"]
    assert [link["label"] for link in links if link["current"]] == ["Suomi"]


@pytest.mark.django_db
def test_a_page_leads_to_its_live_translations(chrome, django_assert_num_queries):
    home = front_page()
    page = StandardPageFactory(parent=home, in_footer=True, title="Ohjeet")
    StandardPageFactory(parent=home, in_footer=False, title="Piilossa")
    StandardPageFactory(parent=home, in_footer=True, title="Luonnos", published=False)
    swedish = in_language(page, "sv", title="Hjälp", slug="hjalp")
    Site.get_site_root_paths()
    frame = chrome(page.url, page=Page.objects.get(pk=page.pk))

    with django_assert_num_queries(1):
        links = {link["code"]: link["href"] for link in frame.language_links}
        footer = [item["title"] for item in frame.footer_pages]

    assert links == {"fi": page.url, "sv": swedish.url, "en": f"/en/{page.slug}/"}
    assert footer == ["Ohjeet"]

"""What readers make of things that other people's files really hold; no database is asked."""

import base64
import json
from io import BytesIO

import pytest
from django.utils.translation import override

from courses.packages.reading import contents_of
from courses.packages.report import UnreadablePackageError
from tests.quizzes.packages.cartridges import label, scored
from tests.quizzes.packages.moodle_backups import PNG, activity, as_zip, backup, named

pytestmark = [pytest.mark.one_engine]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def read(data):
    with contents_of(BytesIO(data)) as contents:
        return contents


def body_of(contents, title):
    return next(page for page in contents.pages if page.words["title"] == title).words["body"]


def told(contents, what=None):
    report = contents.report
    return {line.why for line in [*report.changed, *report.refused] if what in {None, line.what}}


def page_with(html, **more):
    """A backup whose page “Sivu” says this."""
    inner = named("Sivu", content=html, contentformat="1", **more)
    return as_zip(backup(**{"activities/page_4/page.xml": activity(4, "page", inner)}))


class TestPagesOfMoodle:
    def test_whatever_runs_is_told_wherever_it_stands(self):
        for html in (
            "<p>Sana <script>x()</script></p>", '<p onclick="x()">Sana</p>',
            '<p>Sana <img src="x" onerror="x()"></p>', "<p>Sana <svg/></p>",
        ):  # fmt: skip
            contents = read(page_with(html))
            assert "Programs and drawings inside the text were left out." in told(contents, "Sivu")
            assert "x()" not in json.dumps(body_of(contents, "Sivu"))
        assert not {why for why in told(read(page_with("<p>Sana</p>"))) if "Programs" in why}
        form = read(page_with("<p>Nimi <input></p>"))
        assert "A form was left out." in told(form, "Sivu")

    def test_a_picture_inside_an_address_comes_along(self):
        address = "data:image/png;base64," + base64.b64encode(PNG).decode()
        contents = read(page_with(f'<p><img src="{address}" alt="K" role="presentation"></p>'))
        value = body_of(contents, "Sivu")[0]["value"]
        assert contents.media[value["image"]].read() == PNG
        assert (value["alt"], value["decorative"]) == ("", True)
        broken = read(page_with('<p>Sana <img src="data:image/png;base64,AAAA"></p>'))
        assert [one["type"] for one in body_of(broken, "Sivu")] == ["text"]
        assert any("is not in the package" in why for why in told(broken, "Sivu"))

    def test_a_heading_that_repeats_the_title_goes_and_no_other(self):
        kept = "<h2>Alku</h2><p>Sana</p>"
        for html in ("<h1>Sivu</h1><h3>Alku</h3><p>Sana</p>", "<h4>Alku</h4><p>Sana</p>"):
            assert body_of(read(page_with(html)), "Sivu")[0]["value"] == kept
        later = body_of(read(page_with("<p>Sana</p><h1>Sivu</h1><p>Sana</p>")), "Sivu")
        assert "<h2>Sivu</h2>" in later[0]["value"]

    def test_a_list_that_was_set_as_a_table_is_a_text_again(self):
        rows = "<tr><td>a.</td><td><p>Eka <b>sana</b></p><p>Lisää</p></td></tr><tr><td>2)</td>"
        contents = read(page_with(f"<table>{rows}<td>Toka</td></tr></table>"))
        text = "<p>a. Eka <b>sana</b></p><p>Lisää</p><p>2) Toka</p>"
        assert body_of(contents, "Sivu")[0]["value"] == text

    def test_descriptions_are_on_the_page_where_they_were_and_told_elsewhere(self):
        shown = page_with("<p>Teksti</p>", intro="<p>Alku</p>",
                          displayoptions='a:1:{s:10:"printintro";s:1:"1";}')  # fmt: skip
        assert body_of(read(shown), "Sivu")[0]["value"] == "<p>Alku</p><p>Teksti</p>"
        hidden = read(page_with("<p>Teksti</p>", intro="<p>Alku</p>"))
        assert "Its description was left out: Alku" in told(hidden, "Sivu")

    def test_links_lead_to_the_course_and_never_to_a_page_of_its_number(self):
        html = '<p><a href="$@COURSEVIEWBYID*5@$">Kurssi</a> ja <a href="$@QUIZVIEWBYID*5@$">k</a>'
        contents = read(page_with(html))
        links = body_of(contents, "Sivu")[0]["value"].split('id="')[1:]
        assert links[0].startswith(f"page:{contents.key}:fi")
        assert links[1].startswith("page:")
        assert contents.key not in links[1]


def test_conditions_of_access_are_told():
    closed = '{"op":"&amp;","c":[{"type":"date","d":"&gt;=","t":1}],"showc":[true]}'
    files = backup()
    files["activities/page_4/module.xml"] = (
        f"<module><availability>{closed}</availability></module>"
    )
    files["activities/assign_8/module.xml"] = (
        "<module><availability_info><availability id='1'/></availability_info></module>"
    )
    files["activities/quiz_5/module.xml"] = (
        '<module><availability>{"op":"&amp;","c":[],"showc":[]}</availability></module>'
    )
    files["sections/section_1/section.xml"] = files["sections/section_1/section.xml"].replace(
        "</section>", f"<availabilityjson>{closed}</availabilityjson></section>"
    )
    report = read(as_zip(files)).report
    why = "Its conditions of access were left out."
    assert {line.what for line in report.changed if line.why == why} == {"Sivu", "Tehtävä", "Alku"}


def instead_of_the_forum(kind, inner):
    """A backup in which the forum is another activity."""
    files = backup()
    listed = files["moodle_backup.xml"].replace(
        "<modulename>forum</modulename>", f"<modulename>{kind}</modulename>"
    )
    folder = next(name for name in files if name.endswith("forum.xml")).rpartition("/")[0]
    number = int(folder.rpartition("_")[2])
    files |= {
        "moodle_backup.xml": listed,
        f"{folder}/{kind}.xml": activity(number, kind, inner),
    }
    return as_zip(files)


@pytest.mark.parametrize(
    ("kind", "var1", "expected"),
    [("online", 0, ("required", 0)), ("upload", 3, ("none", 3)), ("uploadsingle", 0, ("none", 1)),
     ("offline", 0, ("required", 0))],
)  # fmt: skip
def test_assignments_of_old_versions_become_assignments(kind, var1, expected):
    inner = named("Vanha", intro="<p>Kirjoita</p>", assignmenttype=kind, var1=str(var1))
    contents = read(instead_of_the_forum("assignment", inner))
    page = next(one for one in contents.pages if one.words["title"] == "Vanha")
    assert page.kind == "courses.AssignmentPage"
    assert (page.words["text_wanted"], page.words["files_most"]) == expected
    assert ("Nothing was returned to it; here a text is." in told(contents)) == (kind == "offline")


def test_moodles_lesson_comes_in_its_order_and_its_questions_are_named():
    def inner_page(number, before, kind, title):
        return (
            f'<page id="{number}"><prevpageid>{before}</prevpageid><qtype>{kind}</qtype>'
            f"<title>{title}</title><contents>Teksti {number}</contents>"
            "<contentsformat>1</contentsformat></page>"
        )

    pages = inner_page(3, 2, 20, "Toka") + inner_page(1, 0, 20, "Eka") + inner_page(2, 1, 3, "Koe?")
    inner = named("Polku") + f"<pages>{pages}{inner_page(4, 3, 21, 'Loppu')}</pages>"
    contents = read(instead_of_the_forum("lesson", inner))
    assert body_of(contents, "Polku")[0]["value"] == (
        "<h2>Eka</h2><p>Teksti 1</p><h2>Toka</h2><p>Teksti 3</p>"
    )
    assert "Questions inside Moodle's “lesson” are not taken." in told(contents, "Koe?")


def organized(items, resources, files):
    """A cartridge as Canvas writes it: a root without a name, and folders in it."""
    manifest = (
        '<manifest identifier="m1"><metadata><schemaversion>1.1.0</schemaversion></metadata>'
        f'<organizations><organization identifier="o"><item identifier="LearningModules">{items}'
        f"</item></organization></organizations><resources>{resources}</resources></manifest>"
    )
    return read(as_zip({"imsmanifest.xml": manifest, **files}))


def place(identifier, title, resource="", inner=""):
    leads = f' identifierref="{resource}"' if resource else ""
    return f'<item identifier="{identifier}"{leads}><title>{title}</title>{inner}</item>'


def resource(identifier, kind, *files, href="", more=""):
    leads = f' href="{href}"' if href else ""
    held = "".join(f'<file href="{one}"/>' for one in files)
    return f'<resource identifier="{identifier}" type="{kind}"{leads}>{held}{more}</resource>'


CANVAS = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"


def titles(contents):
    return [page.words["title"] for page in contents.pages[1:]]


class TestCartridges:
    def test_the_same_identifier_twice_is_told_and_both_come(self):
        resources = "".join(
            resource(f"r{number}", "webcontent", f"{number}.html") for number in (1, 2)
        ) + resource("r2", "webcontent", "3.html")
        items = place("osa", "Osa", inner=place("i", "Eka", "r1") + place("i", "Toka", "r2"))
        files = {f"{number}.html": f"<p>Sana {number}</p>" for number in (1, 2, 3)}
        contents = organized(items, resources, files)
        assert titles(contents) == ["Osa", "Eka", "Toka"]
        assert len({page.key for page in contents.pages}) == 4
        why = "Another has its identifier, too; each was taken by itself."
        assert why in told(contents, "Toka")
        why = "Two things of the package have its identifier; the first was taken."
        assert why in told(contents, "3.html")

    def test_what_stands_in_no_order_comes_last_or_is_named(self):
        resources = (
            resource("p1", "webcontent", "a.html", href="a.html")
            + resource("p2", "webcontent", "wiki_content/b.html", href="wiki_content/b.html")
            + resource("v", "webcontent", "c.html", more='<variant identifierref="p1"/>')
            + resource("f1", "webcontent", "web_resources/kuva.png", href="web_resources/kuva.png")
            + resource("f2", "webcontent", "web_resources/e.pdf", href="web_resources/e.pdf")
        )
        inner = (
            place("i1", "Alku", "p1") + place("s", "Väliotsikko")
            + place("k", "Kansio", inner=place("i2", "Taas", "p1"))
        )  # fmt: skip
        link = '<p><a href="$WIKI_REFERENCE$/pages/b">b</a> <img src="x/kuva.png" alt="K"></p>'
        files = {"a.html": link, "wiki_content/b.html": "<title>Muu</title><p>Sana</p>",
                 "c.html": "<p>Sama</p>", "web_resources/kuva.png": PNG,
                 "web_resources/e.pdf": "%PDF-1.4", "course_settings/x.xml": "<x/>"}  # fmt: skip
        contents = organized(place("osa", "Osa", inner=inner), resources, files)
        assert titles(contents) == ["Osa", "Alku", "Taas", "Muu aineisto", "Muu"]
        body = body_of(contents, "Alku")
        assert [block["type"] for block in body] == ["text", "picture"]
        assert f'id="page:{contents.pages[-1].key}:fi"' in body[0]["value"]
        assert told(contents, "web_resources/e.pdf") == {"Nothing in the package points at it."}
        assert told(contents, "web_resources/kuva.png") == set()
        assert told(contents, "Väliotsikko") == {"Nothing stands in it; it was left out."}
        why = "What stands in this folder stands in the module “Osa”."
        assert told(contents, "Kansio") == {why}
        assert len(told(contents, "course_settings")) == 1

    @pytest.mark.parametrize(
        ("returned", "expected"),
        [("online_upload", ("none", 1)), ("online_text_entry,online_upload", ("optional", 1)),
         ("online_url", ("required", 0)), ("none", None)],
    )  # fmt: skip
    def test_assignments_of_canvas_become_assignments(self, returned, expected):
        made = resource("t", CANVAS, "t/t.html", "t/assignment_settings.xml", href="t/t.html")
        settings = f"<assignment><submission_types>{returned}</submission_types></assignment>"
        files = {"t/t.html": "<p>Kirjoita</p>", "t/assignment_settings.xml": settings}
        contents = organized(place("o", "Osa", inner=place("i", "Työ", "t")), made, files)
        page = contents.pages[-1]
        assert body_of(contents, "Työ")[0]["value"] == "<p>Kirjoita</p>"
        if expected is None:
            assert page.kind == "courses.LessonPage"
        else:
            assert (page.words["text_wanted"], page.words["files_most"]) == expected

    def test_a_quiz_of_canvas_has_all_its_questions(self):
        def asked(ident, kind, stem, lids, rules="", more=""):
            field = "<fieldlabel>question_type</fieldlabel>"
            return (
                f'<item ident="{ident}"><itemmetadata><qtimetadata><qtimetadatafield>{field}'
                f"<fieldentry>{kind}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"
                f'<presentation><material><mattext texttype="text/html">{stem}</mattext></material>'
                f"{lids}</presentation><resprocessing>{rules}</resprocessing>{more}</item>"
            )

        def lid(name, *labels):
            inner = "".join(label(f"{name}{place}", one) for place, one in enumerate(labels))
            return (
                f'<response_lid ident="response_{name}"><material><mattext>{name}</mattext>'
                f"</material><render_choice>{inner}</render_choice></response_lid>"
            )

        def right(name, place):
            return scored(f'<varequal respident="response_{name}">{name}{place}</varequal>', 50)

        fuller = (
            asked("q1", "multiple_dropdowns_question", "Eka [a], toka [b]",
                  lid("a", "yksi", "kaksi") + lid("b", "kolme", "neljä"),
                  right("a", 1) + right("b", 0))
            + asked("q2", "fill_in_multiple_blanks_question", "Sana [a]", lid("a", "x~y", "z"),
                    right("a", 0) + right("a", 1))
            + asked("q3", "essay_question", "Kerro", "", more=(
                "<itemfeedback ident='s'><solution><material><mattext>Malli</mattext></material>"
                "</solution></itemfeedback>"))
        )  # fmt: skip
        wrapped = '<questestinterop><assessment title="Koe"><section>{}</section></assessment>' \
            "</questestinterop>"  # fmt: skip
        files = {
            "z/qti.xml": wrapped.format(""),
            "non_cc_assessments/z.xml.qti": wrapped.format(
                fuller + "<section title='Arvotaan'><selection_ordering><selection>"
                "<selection_number>1</selection_number></selection></selection_ordering>"
                + asked("q4", "essay_question", "Eka", "")
                + asked("q4", "essay_question", "Toka", "")
                + "</section>" + asked("q1", "essay_question", "Taas", "")
            ),
            "z/assessment_meta.xml": (
                "<quiz><description>&lt;p&gt;Lue ensin&lt;/p&gt;</description><time_limit>30"
                "</time_limit><allowed_attempts>-1</allowed_attempts><scoring_policy>keep_latest"
                "</scoring_policy><cant_go_back>true</cant_go_back></quiz>"
            ),
        }  # fmt: skip
        contents = organized("", resource("z", QUIZ, "z/qti.xml"), files)
        quizzes = contents.parts["quizzes"]
        assert contents.pages[-1].words["introduction"] == "<p>Lue ensin</p>"
        rules = quizzes["quizzes"][0]["words"]
        assert (rules["time_limit_minutes"], rules["counting"]) == (30, "last")
        assert (rules["attempts_allowed"], rules["navigation"]) == (0, "sequential")
        words = [one["words"] for one in quizzes["banks"][0]["questions"]]
        assert [one["answer"][0]["type"] for one in words] == [
            "gap_select", "cloze", "essay", "essay",
        ]  # fmt: skip
        assert "[[2]]" in words[0]["stem"]
        assert "[[3]]" in words[0]["stem"]
        assert "Malli" in json.dumps(words[2]["answer"], ensure_ascii=False)
        drawn = quizzes["banks"][1]
        assert (drawn["name"], len({one["key"] for one in drawn["questions"]})) == ("Arvotaan", 2)
        slots = quizzes["quizzes"][0]["slots"]
        assert [slot["draw_count"] for slot in slots] == [None, None, None, 1, None]


def test_a_backup_of_moodle_1_is_refused_with_a_way_out():
    with pytest.raises(UnreadablePackageError, match=r"Moodle 1\.9"):
        read(as_zip({"moodle.xml": "<MOODLE_BACKUP/>", "course_files/a.txt": "x"}))

"""
Course backups as Moodle writes them, in both shapes that its questions have had.

Elements and their nesting follow Moodle's own backups; the words are ours.
"""

import hashlib
import io
import tarfile
import zipfile
from html import escape

from PIL import Image

from tests.factories.h5p import package


def a_png():
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(data, "PNG")
    return data.getvalue()


PNG = a_png()
H5P = package().getvalue()
PDF = b"%PDF-1.4 esite"


def digest(content):
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def activity(number, kind, inner, context=None):
    context = context or 100 + number
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><activity id="{number}" moduleid="{number}" '
        f'modulename="{kind}" contextid="{context}">'
        f'<{kind} id="{number}">{inner}</{kind}></activity>'
    )


def named(name, **texts):
    return f"<name>{escape(name)}</name>" + "".join(
        f"<{key}>{escape(text)}</{key}><{key}format>1</{key}format>" for key, text in texts.items()
    )


def answer(number, text, fraction, feedback=""):
    return (
        f'<answer id="{number}"><answertext>{escape(text)}</answertext>'
        f"<answerformat>1</answerformat><fraction>{fraction}</fraction>"
        f"<feedback>{escape(feedback)}</feedback><feedbackformat>1</feedbackformat></answer>"
    )


def question(number, kind, text, plugin, parent=0, name=None):
    return (
        f'<question id="{number}"><parent>{parent}</parent><name>{name or kind}</name>'
        f"<questiontext>{escape(text)}</questiontext><questiontextformat>1</questiontextformat>"
        "<generalfeedback></generalfeedback><generalfeedbackformat>1</generalfeedbackformat>"
        f"<defaultmark>2.0000000</defaultmark><penalty>0.3333333</penalty><qtype>{kind}</qtype>"
        f"<length>1</length><hidden>0</hidden><plugin_qtype_{kind}_question>{plugin}"
        f"</plugin_qtype_{kind}_question><question_hints></question_hints><tags></tags></question>"
    )


CHOICE = (
    "<answers>" + answer(1, "<p>Neljä</p>", "1.0000000", "Oikein") + answer(2, "Viisi", "0.0000000")
    + "</answers><multichoice id='1'><layout>0</layout><single>1</single>"
    "<shuffleanswers>1</shuffleanswers><correctfeedback></correctfeedback>"
    "<correctfeedbackformat>1</correctfeedbackformat><answernumbering>abc</answernumbering>"
    "<shownumcorrect>1</shownumcorrect></multichoice>"
)  # fmt: skip
TRUE = (
    "<answers>" + answer(3, "Tosi", "1.0000000") + answer(4, "Epätosi", "0.0000000")
    + "</answers><truefalse id='1'><trueanswer>3</trueanswer><falseanswer>4</falseanswer>"
    "</truefalse>"
)  # fmt: skip
NUMBER = (
    "<answers>" + answer(5, "27", "1.0000000") + "</answers><numerical_units></numerical_units>"
    "<numerical_options><numerical_option id='1'><showunits>3</showunits></numerical_option>"
    "</numerical_options><numerical_records><numerical_record id='1'><answer>5</answer>"
    "<tolerance>0.5</tolerance></numerical_record></numerical_records>"
)
MATCH = (
    "<matchoptions id='1'><shuffleanswers>1</shuffleanswers></matchoptions><matches>"
    + "".join(
        f"<match id='{n}'><questiontext>{a}</questiontext><questiontextformat>1"
        f"</questiontextformat><answertext>{b}</answertext></match>"
        for n, a, b in (
            (1, "Kela", "kuntoutusraha"),
            (2, "Keha", "palkkatuki"),
            (3, "", "toimeentulotuki"),
        )
    )
    + "</matches>"
)
SHORT = (
    "<answers>" + answer(6, "työkyky", "1.0000000")
    + "</answers><shortanswer id='1'><usecase>0</usecase></shortanswer>"
)  # fmt: skip
ESSAY = (
    "<essay id='1'><responseformat>editor</responseformat><responsefieldlines>10"
    "</responsefieldlines><attachments>0</attachments><graderinfo></graderinfo>"
    "<graderinfoformat>1</graderinfoformat></essay>"
)
CLOZE = (
    "<answers></answers><multianswer id='1'><question>26</question><sequence>27</sequence>"
    "</multianswer>"
)
PICTURE = '<p>Paljonko on 2 + 2? <img src="@@PLUGINFILE@@/kuva.png" alt="Kaksi ja kaksi"></p>'
QUESTIONS = [
    question(21, "multichoice", PICTURE, CHOICE, name="Summa"),
    question(22, "truefalse", "<p>On tosi.</p>", TRUE),
    question(23, "numerical", "Tunteja opintopisteessä?", NUMBER),
    question(24, "match", "Yhdistä", MATCH),
    question(25, "shortanswer", "Mikä?", SHORT),
    question(26, "multianswer", "<p>Se on {#1}.</p>", CLOZE),
    question(27, "shortanswer", "{1:SHORTANSWER:=aukko}", SHORT, parent=26),
    question(28, "essay", "<p>Kerro.</p>", ESSAY),
    question(29, "calculatedmulti", "<p>{a}</p>", ""),
]


def questions(new):
    """All questions in a category: as entries with versions since Moodle 4, before plainly."""
    inner = "".join(
        f"<question_bank_entry id='{100 + number}'><idnumber>$@NULL@$</idnumber>"
        f"<question_version><question_versions id='{number}'><version>1</version>"
        f"<status>ready</status><questions>{one}</questions></question_versions>"
        "</question_version></question_bank_entry>"
        for number, one in enumerate(QUESTIONS, start=21)
    )
    held = (
        f"<question_bank_entries>{inner}</question_bank_entries>"
        if new
        else f"<questions>{''.join(QUESTIONS)}</questions>"
    )
    return (
        "<question_categories><question_category id='7'><name>Kurssin kysymykset</name>"
        f"<contextid>300</contextid><parent>0</parent>{held}</question_category>"
        "</question_categories>"
    )


def slot(number, new):
    fixed = (
        f"<question_reference id='1'><questionbankentryid>{100 + number}</questionbankentryid>"
        "<version>$@NULL@$</version></question_reference>"
        if new
        else f"<question>{number}</question>"
    )
    if new:
        return (
            f"<question_instance id='{number}'><slot>{number - 20}</slot><page>1</page>"
            f"<maxmark>3.0000000</maxmark>{fixed}</question_instance>"
        )
    return f"<question_instance id='{number}'>{fixed}<grade>3.0000000</grade></question_instance>"


DRAW = (
    "<question_instance id='90'><slot>3</slot><page>1</page><maxmark>1.0000000</maxmark>"
    "<question_set_reference id='1'><questionscontextid>300</questionscontextid>"
    '<filtercondition>{"filter":{"category":{"values":["7"]}}}</filtercondition>'
    "</question_set_reference></question_instance>"
)


def quiz(new):
    return named("Koe", intro="<p>Tervetuloa kokeeseen</p>") + (
        "<timeopen>1</timeopen><timelimit>600</timelimit>"
        "<overduehandling>graceperiod</overduehandling><graceperiod>3600</graceperiod>"
        "<preferredbehaviour>immediatefeedback</preferredbehaviour>"
        "<attempts_number>2</attempts_number><grademethod>4</grademethod>"
        "<questionsperpage>1</questionsperpage><navmethod>sequential</navmethod>"
        f"<grade>10.00000</grade>{'' if new else '<questions>21,22,0,99,0</questions>'}"
        "<question_instances>"
        f"{slot(22, new)}{slot(21, new)}{DRAW if new else ''}{slot(99, new)}</question_instances>"
        "<sections><section id='1'><firstslot>1</firstslot><heading></heading>"
        "<shufflequestions>1</shufflequestions></section></sections>"
        "<feedbacks><feedback id='1'><feedbacktext>Hienoa!</feedbacktext>"
        "<mingrade>5.00000</mingrade></feedback></feedbacks>"
    )


GRADES = (
    "<activity_gradebook><grade_items><grade_item id='1'><gradepass>8.00000</gradepass>"
    "</grade_item></grade_items></activity_gradebook>"
)
PAGE = (
    '<h3>Työkyky</h3><p>Lue <a href="$@QUIZVIEWBYID*5@$">koe</a> ja '
    '<a href="@@PLUGINFILE@@/esite.pdf">esite</a>. <img src="@@PLUGINFILE@@/kuva.png" alt="K"></p>'
    "<script>alert(1)</script><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr>"
    '</table><iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ" title="Video"></iframe>'
)
BOOK = (
    "<chapters>"
    "<chapter id='1'><pagenum>1</pagenum><subchapter>0</subchapter><title>Luku 1</title>"
    "<content>&lt;p&gt;Ensin&lt;/p&gt;</content><contentformat>1</contentformat><hidden>0</hidden>"
    "</chapter><chapter id='2'><pagenum>2</pagenum><subchapter>1</subchapter>"
    "<title>Alaluku</title><content>&lt;p&gt;Sitten&lt;/p&gt;</content>"
    "<contentformat>1</contentformat><hidden>0</hidden></chapter>"
    "<chapter id='3'><pagenum>3</pagenum><subchapter>0</subchapter><title>Piilossa</title>"
    "<content>x</content><hidden>1</hidden></chapter></chapters>"
)
ACTIVITIES = {
    1: ("label", "Johdanto", named("Johdanto", intro="<p>Alkusanat</p>")),
    2: ("url", "THL", named("THL") + "<externalurl>https://thl.fi</externalurl>"),
    3: ("resource", "Esite", named("Esite")),
    4: ("page", "Sivu", named("Sivu", content=PAGE)),
    5: ("quiz", "Koe", ""),
    6: ("book", "Kirja", named("Kirja") + BOOK),
    7: ("forum", "Keskustelu", named("Keskustelu")),
    9: ("h5pactivity", "Harjoitus", named("Harjoitus", intro="<p>Kokeile.</p>")),
    8: ("assign", "Tehtävä", named("Tehtävä", intro="<p>Kirjoita.</p>")),
}
SEQUENCES = {1: ("Alku", "1,2,3,4,5"), 2: ("", "6,7,8,9")}


def file(number, context, component, area, name, content, item=0):
    return (
        f"<file id='{number}'><contenthash>{digest(content)}</contenthash>"
        f"<contextid>{context}</contextid><component>{component}</component>"
        f"<filearea>{area}</filearea><itemid>{item}</itemid><filepath>/</filepath>"
        f"<filename>{name}</filename><sortorder>1</sortorder></file>"
    )


def backup(new=True, **changes):
    """The files of a backup by their names."""
    files = {
        f"files/{digest(one)[:2]}/{digest(one)}": one for one in (PNG, PDF, H5P)
    }  # fmt: skip
    files["files.xml"] = "<files>{}</files>".format(
        file(1, 104, "mod_page", "content", "kuva.png", PNG)
        + file(2, 104, "mod_page", "content", "esite.pdf", PDF)
        + file(3, 103, "mod_resource", "content", "esite.pdf", PDF)
        + file(5, 109, "mod_h5pactivity", "package", "harjoitus.h5p", H5P)
        + file(4, 300, "question", "questiontext", "kuva.png", PNG, item=21)
    )
    listed = ""
    for number, (kind, title, inner) in ACTIVITIES.items():
        folder = f"activities/{kind}_{number}"
        inner = quiz(new) if kind == "quiz" else inner
        files[f"{folder}/{kind}.xml"] = activity(number, kind, inner)
        files[f"{folder}/module.xml"] = (
            f"<module id='{number}'><completion>{1 if kind == 'quiz' else 0}</completion></module>"
        )
        section = 1 if number < 6 else 2
        listed += (
            f"<activity><moduleid>{number}</moduleid><sectionid>{section}</sectionid>"
            f"<modulename>{kind}</modulename><title>{title}</title>"
            f"<directory>{folder}</directory></activity>"
        )
    files["activities/quiz_5/grades.xml"] = GRADES
    sections = ""
    for number, (title, sequence) in SEQUENCES.items():
        files[f"sections/section_{number}/section.xml"] = (
            f"<section id='{number}'><number>{number}</number><name>{title or '$@NULL@$'}</name>"
            f"<summary></summary><sequence>{sequence}</sequence></section>"
        )
        sections += (
            f"<section><sectionid>{number}</sectionid><title>{title or number}</title>"
            f"<directory>sections/section_{number}</directory></section>"
        )
    files["course/course.xml"] = (
        "<course id='2'><shortname>TYÖ 1</shortname><fullname>Työkyvyn perusteet</fullname>"
        "<summary>&lt;p&gt;Opit paljon.&lt;/p&gt;</summary><lang></lang></course>"
    )
    files["questions.xml"] = questions(new)
    files["moodle_backup.xml"] = (
        "<?xml version='1.0' encoding='UTF-8'?><moodle_backup><information>"
        "<original_site_identifier_hash>abc</original_site_identifier_hash>"
        "<original_course_id>2</original_course_id><details><detail><type>course</type>"
        f"</detail></details><contents><activities>{listed}</activities>"
        f"<sections>{sections}</sections></contents></information></moodle_backup>"
    )
    return files | changes


def as_zip(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def as_tar(files):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, content in {".ARCHIVE_INDEX": "Moodle archive file index.", **files}.items():
            data = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return target.getvalue()

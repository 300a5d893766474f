"""Cartridges as systems write them; elements follow the specification, the words are ours."""

from tests.quizzes.packages.moodle_backups import PDF, PNG

SPACES = {
    "1.0.0": "http://www.imsglobal.org/xsd/imscc/imscp_v1p1",
    "1.1.0": "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1",
    "1.3.0": "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1",
}
PAGE = (
    "<html><head><title>Sivu yksi</title></head><body><h1>Alku</h1><p>Katso "
    '<a href="$IMS-CC-FILEBASE$/esite.pdf?canvas_download=1">esite</a> ja '
    '<a href="toinen.html">toinen</a>. <img src="../web_resources/kuva.png" alt="K"></p>'
    "</body></html>"
)
LINK = (
    '<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"><title>THL</title>'
    '<url href="https://thl.fi" target="_blank"/></webLink>'
)


def field(label, entry):
    return (
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry>"
        "</qtimetadatafield>"
    )


def label(ident, text):
    return (
        f'<response_label ident="{ident}"><material><mattext texttype="text/plain">{text}'
        "</mattext></material></response_label>"
    )


def scored(condition, value=100):
    return (
        f"<respcondition><conditionvar>{condition}</conditionvar>"
        f'<setvar action="Set" varname="SCORE">{value}</setvar></respcondition>'
    )


def item(ident, profile, stem, response, *conditions):
    return (
        f'<item ident="{ident}" title="{ident}"><itemmetadata><qtimetadata>'
        f"{field('cc_profile', profile)}{field('cc_weighting', '2')}</qtimetadata></itemmetadata>"
        f'<presentation><material><mattext texttype="text/html">{stem}</mattext></material>'
        f"{response}</presentation><resprocessing><outcomes><decvar maxvalue='100'/></outcomes>"
        f"{''.join(conditions)}</resprocessing></item>"
    )


def choice(cardinality, *labels):
    inner = "".join(labels)
    return (
        f'<response_lid ident="r" rcardinality="{cardinality}"><render_choice>{inner}'
        "</render_choice></response_lid>"
    )


def equal(value):
    return f'<varequal respident="r">{value}</varequal>'


ITEMS = (
    item(
        "q1",
        "cc.multiple_choice.v0p1",
        '&lt;p&gt;2+2? &lt;img src="$IMS-CC-FILEBASE$/kuva.png" alt="Neljä"&gt;&lt;/p&gt;',
        choice("Single", label("a", "3"), label("b", "4")),
        scored(equal("b")),
    ),
    item(
        "q2",
        "cc.multiple_response.v0p1",
        "Valitse parilliset",
        choice("Multiple", label("a", "2"), label("b", "3"), label("c", "4")),
        scored(f"<and>{equal('a')}<not>{equal('b')}</not>{equal('c')}</and>"),
    ),
    item(
        "q3",
        "cc.true_false.v0p1",
        "On totta",
        choice("Single", label("t", "True"), label("f", "False")),
        scored(equal("t")),
    ),
    item(
        "q4",
        "cc.fib.v0p1",
        "Pääkaupunki",
        '<response_str ident="r"><render_fib/></response_str>',
        scored('<varequal respident="r" case="No">Helsinki</varequal>'),
    ),
    item("q5", "cc.essay.v0p1", "Kerro", '<response_str ident="r"><render_fib/></response_str>'),
    item("q6", "cc.dance.v0p1", "Tanssi", ""),
)
ASSESSMENT = (
    '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="A" '
    f'title="Koe"><qtimetadata>{field("cc_profile", "cc.exam.v0p1")}'
    f"{field('cc_maxattempts', '3')}{field('qmd_timelimit', '15')}</qtimetadata>"
    f'<section ident="root">{"".join(ITEMS)}</section></assessment></questestinterop>'
)
BANK = (
    '<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2.dtd"><questestinterop>'
    f'<objectbank ident="B">{ITEMS[2].replace("q3", "b1")}</objectbank></questestinterop>'
)


def cartridge(version="1.1.0", **changes):
    """The files of a cartridge by their names."""
    short = version[:3].replace(".", "p")
    listed = "".join(
        f'<item identifier="i_{name}" identifierref="{name}"><title>{title}</title></item>'
        for name, title in (
            ("page", "Sivu"), ("other", "Toinen"), ("link", "THL"), ("file", "Esite"),
            ("quiz", "Koe"), ("talk", "Keskustelu"), ("tool", "Työkalu"), ("gone", "Kadonnut"),
        )
    )  # fmt: skip
    resources = "".join(
        f'<resource identifier="{name}" type="{kind}"{href and f" href={chr(34)}{href}{chr(34)}"}>'
        f'<file href="{file}"/></resource>'
        for name, kind, href, file in (
            ("page", "webcontent", "wiki_content/sivu.html", "wiki_content/sivu.html"),
            ("other", "webcontent", "wiki_content/toinen.html", "wiki_content/toinen.html"),
            ("file", "webcontent", "web_resources/esite.pdf", "web_resources/esite.pdf"),
            ("link", f"imswl_xmlv{short}", "", "link.xml"),
            ("quiz", f"imsqti_xmlv1p2/imscc_xmlv{short}/assessment", "", "quiz/qti.xml"),
            ("bank", f"imsqti_xmlv1p2/imscc_xmlv{short}/question-bank", "", "bank.xml"),
            ("talk", f"imsdt_xmlv{short}", "", "talk.xml"),
            ("tool", f"imsbasiclti_xmlv{short}", "", "tool.xml"),
        )
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest identifier="M1" '
        f'xmlns="{SPACES[version]}" xmlns:lom="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest">'
        "<metadata><schema>IMS Common Cartridge</schema>"
        f"<schemaversion>{version}</schemaversion><lom:lom><lom:general><lom:title>"
        '<lom:string language="fi">Tuotu kurssi</lom:string></lom:title></lom:general></lom:lom>'
        '</metadata><organizations><organization identifier="O" structure="rooted-hierarchy">'
        f'<item identifier="root"><item identifier="m1"><title>Viikko 1</title>{listed}</item>'
        f"</item></organization></organizations><resources>{resources}</resources></manifest>"
    )
    return {
        "imsmanifest.xml": manifest,
        "wiki_content/sivu.html": PAGE,
        "wiki_content/toinen.html": "<p>Toinen sivu</p>",
        "web_resources/esite.pdf": PDF,
        "web_resources/kuva.png": PNG,
        "link.xml": LINK,
        "quiz/qti.xml": ASSESSMENT,
        "bank.xml": BANK,
        "talk.xml": "<topic/>",
        "tool.xml": "<cartridge_basiclti_link/>",
    } | changes

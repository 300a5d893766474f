"""What no HTML that comes in may carry; both parsers hold alone."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from home.html import ATTRIBUTES, SCHEMES, TAGS, clean, first_look, second_look

pytestmark = pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")

# From OWASP's cheat sheet, the html5sec collection, and known mutations between parsers.
ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script>alert(1)//",
    "<p>ok</p><style>@import url(//evil.example)</style>",
    "<img src=x onerror=alert(1)>",
    '<img src="x" onerror="alert(1)"/>',
    '<IMG SRC="jav&#x0A;ascript:alert(1);">',
    '<p onmouseover="alert(1)">hei</p>',
    "<p/onclick=alert(1)>hei",
    '<p style="background:url(javascript:alert(1))">hei</p>',
    '<a href="javascript:alert(1)">hei</a>',
    '<a href="JaVaScRiPt:alert(1)">hei</a>',
    '<a href=" javascript:alert(1)">hei</a>',
    '<a href="java\tscript:alert(1)">hei</a>',
    '<a href="java\nscript:alert(1)">hei</a>',
    '<a href="\x01javascript:alert(1)">hei</a>',
    '<a href="&#106;avascript:alert(1)">hei</a>',
    '<a href="&#x6A&#x61&#x76&#x61script:alert(1)">hei</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">hei</a>',
    '<a href="vbscript:msgbox(1)">hei</a>',
    '<a href="https://ok.example" target="_blank" onfocus="alert(1)" autofocus>hei</a>',
    '<a xlink:href="javascript:alert(1)">hei</a>',
    "<svg onload=alert(1)>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><script>alert(1)</script></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext></p><mglyph><style><!--</style><img src=x onerror=alert(1)>-->",
    '<math><a xlink:href="javascript:alert(1)">x</a></math>',
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></p></xmp>",
    "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<title><a title=\"</title><img src=x onerror=alert(1)>\">",
    "<form><input type=image src=x onerror=alert(1)></form>",
    '<form id="a"></form><button form="a" formaction="javascript:alert(1)">x</button>',
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)></object>",
    "<embed src=//evil.example/x.swf>",
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    '<link rel="stylesheet" href="//evil.example/x.css">',
    "<!--><script>alert(1)</script>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<table background=javascript:alert(1)><tr><td>x</table>",
    "<plaintext><script>alert(1)",
    "<p>\x00<scr\x00ipt>alert(1)</scr\x00ipt></p>",
    "<ul><li><a href=https://ok.example><script>alert(1)</script></a></li></ul>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]  # fmt: skip


class Reader(HTMLParser):
    """Everything in a piece of HTML that a rich-text field could not hold."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            scheme = urlsplit("".join((value or "").split())).scheme
            if name not in ATTRIBUTES.get(tag, ()) or (scheme and scheme not in SCHEMES):
                self.found.append(f"{tag} {name}={value}")

    def handle_comment(self, data):
        self.found.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@pytest.mark.parametrize("door", [clean, first_look, second_look])
@pytest.mark.parametrize("attack", ATTACKS)
def test_neither_parser_lets_it_through(door, attack):
    assert Reader(door(attack)).found == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_second_cleaning_changes_nothing(attack):
    once = clean(attack)
    assert clean(once) == once


@pytest.mark.parametrize("door", [clean, first_look, second_look])
def test_scripts_and_styles_leave_no_text(door):
    html = door("<p>Polku</p><script>alert(1)</script><style>p{color:red}</style>")
    assert html == "<p>Polku</p>"


def test_what_editors_write_passes_as_it_is():
    html = (
        "<h2>Kehät &amp; polut</h2><p>Sanat <b>lihavoituna</b> ja <i>kursivoituna</i>, "
        '<a href="https://thl.fi">lähde</a>.</p><ul><li>Yksi</li></ul><ol><li>Kaksi</li></ol>'
    )
    assert clean(html) == html


def test_the_words_of_a_stripped_element_stay():
    assert clean("<div><p>Rivi</p></div><span>sana</span>") == "<p>Rivi</p>sana"

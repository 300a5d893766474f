"""
Ten thousand strings that try to run a script: vectors, what is put around them, encodings.

Pure and the same each time. `dangers_of` looks at what became of one as a browser would.
"""

import base64
import re
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from bleach._vendor import html5lib  # the parser of the HTML standard
from lxml import etree
from lxml import html as lxml_html

from home.html import ATTRIBUTES, SCHEMES, TAGS

# Data in an address: a page with a script, and a picture that is one.
PAGE = "data:text/html;base64," + base64.b64encode(b"<script>alert(1)</script>").decode()
SVG = "data:image/svg+xml," + quote("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")

VECTORS = (
    "<script>alert(1)</script>",
    "<script src=//x.example/x.js></script>",
    "<SCRIPT\n>alert(1)</SCRIPT\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script type=module>alert(1)",
    "<script/x>alert(1)</script/x>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror='alert(1)' alt=\"x\">",
    "<img/src=x/onerror=alert(1)//",
    "<img src=x:x onerror\n=\nalert(1)>",
    "<img srcset='x 1x' onerror=alert(1) src>",
    "<img src='@@PLUGINFILE@@/k.png' onerror=alert(1)>",
    f"<img src='{SVG}'>",
    f"<img src='{PAGE}'>",
    "<image href=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script href=data:,alert(1) />",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a>",
    f"<svg><use href='{SVG}#x'/></svg>",
    "<svg><foreignObject><body onload=alert(1)></foreignObject></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "<math><annotation-xml encoding='text/html'><svg onload=alert(1)></annotation-xml></math>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 '
    'onerror=alert(1)&gt;">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A;avascript&colon;alert(1)'>x</a>",
    "<a href='java&Tab;script&colon;alert(1)'>x</a>",
    "<a href='javascript&#0000058alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    f"<a href='{PAGE}'>x</a>",
    "<a href='blob:https://x.example/1'>x</a>",
    "<a href='//x.example' onclick=alert(1) style=position:fixed>x</a>",
    "<a href=https://x.example/ target=_blank ping=//x.example onfocus=alert(1) autofocus>x</a>",
    '<a href="https://x.example/"onmouseover="alert(1)">x</a>',
    "<a href='x' href=javascript:alert(1)>x</a>",
    "<b onmouseover=alert(1)>x</b>",
    "<p onclick=alert(1) onpointerenter=alert(1)>x</p>",
    "<li value=1 onwheel=alert(1)>x",
    "<h2 contenteditable onblur=alert(1) tabindex=1 autofocus>x</h2>",
    "<sub onanimationstart=alert(1) style='animation-name:x'>x</sub>",
    "<p style=background:url(javascript:alert(1))>x</p>",
    "<p style='width:expression(alert(1));behavior:url(x)'>x</p>",
    "<style>@import '//x.example/x.css';*{background:url(javascript:alert(1))}</style>",
    "<style></style><script>alert(1)</script>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<link rel=import href=//x.example/x>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    f"<meta http-equiv=refresh content='0;url={PAGE}'>",
    "<base href=javascript:alert(1)//>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe onload=alert(1)>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "<object data=javascript:alert(1)></object>",
    f"<object data='{PAGE}'></object>",
    "<embed src=javascript:alert(1)>",
    "<embed embedtype='image' id='1' format='left' alt='x' onload=alert(1)>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<form><button formaction=javascript:alert(1)>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<input type=image src=x onerror=alert(1)>",
    "<select autofocus onfocus=alert(1)><option>x</select>",
    "<textarea autofocus onfocus=alert(1)></textarea><script>alert(1)</script>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<table background=javascript:alert(1)><td background=javascript:alert(1)>x",
    "<template><script>alert(1)</script></template>",
    "<div><template shadowrootmode=open><script>alert(1)</script></template></div>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<noembed><img title='</noembed><img src onerror=alert(1)>'></noembed>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)>",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?><img src=x onerror=alert(1)>",
    "<!DOCTYPE x [<!ENTITY y '<script>alert(1)</script>'>]>&y;",
    "</p></div></form></section><img src=x onerror=alert(1)>",
    "{{constructor.constructor('alert(1)')()}}<b x='{% raw %}'>${alert(1)}</b>",
    "<x onclick=alert(1) is=custom-x>x</x>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<o:p onclick=alert(1)>x</o:p>",
    "<a\x00 href=java\x00script:alert(1)>x</a\x00>",
    "\u2028<img\u2028src=x\u00a0onerror=alert(1)>",
)
# Each takes a vector and gives what is sent.
WRAPPINGS = (
    *(before + "{}" + after for before, after in (
        ("", ""), ("x ", " x"), ("<p>", "</p>"), ("<b>", ""), ("<ul><li>", "</li></ul>"),
        ("<h2>", "</h3>"), ("<a href='https://x.example/'>", "</a>"), ("<a href=\"", "\">x</a>"),
        ("<a href='", "'>x</a>"), ("<a title='", "' href='x'>y</a>"), ("<a href=x ", ">x</a>"),
        ("<img alt=\"", "\" src=\"@@PLUGINFILE@@/k.png\">"), ("<img src='", "'>"),
        ("<img alt='x' src=x ", ">"), ("<table><tr><td>", "</td></tr></table>"),
        ("<table>", "</table>"), ("<select><option>", "</option></select>"),
        ("<div style='color:red'>", "</div>"), ("<div ", ">x</div>"), ("<pre>", "</pre>"),
        ("<code>", "</code>"), ("<svg>", "</svg>"), ("<svg><desc>", "</desc></svg>"),
        ("<svg><title>", "</title></svg>"), ("<math><mi>", "</mi></math>"),
        ("<math><annotation-xml encoding='text/html'>", "</annotation-xml></math>"),
        ("<style>", "</style>"), ("<title>", "</title>"), ("<textarea>", "</textarea>"),
        ("<noscript>", "</noscript>"), ("<template>", "</template>"), ("<xmp>", "</xmp>"),
        ("<noembed>", "</noembed>"), ("<iframe>", "</iframe>"), ("<script>", "</script>"),
        ("<!--", "-->"), ("<!--x-->", "<!--y-->"), ("<!", ">"), ("<?", "?>"), ("</", ">"),
        ("<", ">"), ("<<", ">>"), ("&lt;p&gt;", "&lt;/p&gt;"), ("&", ";"), ("<![CDATA[", "]]>"),
        ("<p title=\"", "\">x</p>"), ("<p title='", "'>x</p>"), ("<p title=`", "`>x</p>"),
        ("<p title=", ">x</p>"), ("<b><i><p>", "</b></i></p>"), ("<form>", ""),
        ("<p><form><p>", "</form></p>"), ("<a><a>", "</a></a>"), ("<b>" * 30, "</b>" * 30),
        ("<font><b>", "</font></b>"), ("<embed embedtype='image' id='", "'>"),
        ("<embed embedtype=\"image\" alt=\"", "\" id=\"1\" format=\"left\">"),
        ("{{ ", " }}"), ("{% if 1 %}", "{% endif %}"), ("${", "}"), ("`", "`"), ("**", "**"),
        ("[x](", ")"), ("![x](", ")"), ("[", "](javascript:alert(1))"), ("- ", ""), ("> ", ""),
        ("\ufeff", ""), ("\u202e", "\u202c"), ("\x00", "\x00"), ("\x0b\x0c", "\x1f"),
        ("\ue0000\ue001", "\ue0001\ue001"), ("x" * 300, "y" * 300), ("\r\n\r\n", "\r\n"),
    )),
)  # fmt: skip
ENCODINGS = (
    lambda text: text,
    str.upper,
    str.swapcase,
    lambda text: escape(text),
    lambda text: escape(escape(text)),
    lambda text: quote(text),
    lambda text: text.replace("<", "&lt"),
    lambda text: text.replace("<", "&#60"),
    lambda text: text.replace("<", "\\u003c").replace(">", "\\u003e"),
    lambda text: text.replace("<", "＜").replace(">", "＞"),
    lambda text: text.replace("<", "<\u0000"),
    lambda text: text.replace(" ", "/"),
    lambda text: text.replace(" ", "\n"),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace("alert", "al&#101;rt"),
    lambda text: text.replace(":", "&colon;"),
    lambda text: text.replace("=", "\t=\n"),
    lambda text: text.replace(">", ""),
    lambda text: text[: len(text) * 2 // 3],
    lambda text: text[1:],
    lambda text: text + text,
    lambda text: text.replace("script", "scr\u0000ipt"),
    lambda text: text.replace("s", "ſ").replace("k", "\u212a"),
    lambda text: text.encode("utf-8").decode("cp1252", "replace"),
    lambda text: re.sub("[a-z]", lambda sign: f"&#x{ord(sign[0]):x};", text, count=8),
)


def hostile(step: int = 1) -> Iterator[str]:
    """Yield every string, or one in `step`, which shares no divisor with the vectors' number."""
    made = [wrapping.replace("{}", vector, 1) for wrapping in WRAPPINGS for vector in VECTORS]
    made += [encode(vector) for encode in ENCODINGS for vector in VECTORS]
    return iter(made[::step])


COUNT = (len(WRAPPINGS) + len(ENCODINGS)) * len(VECTORS)
_HTML = "{http://www.w3.org/1999/xhtml}"
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]+")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _of_the_standard(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=True)
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            yield element.tag.removeprefix(_HTML), dict(element.attrib)
        elif not isinstance(element.tag, str):
            yield "comment", {}


def _of_libxml(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    tree = lxml_html.fragment_fromstring(_CONTROLS.sub(" ", html), create_parent="div")
    for element in tree.iterdescendants():
        yield (
            ("comment" if element.tag in {etree.Comment, etree.PI} else element.tag),
            dict(element.attrib),
        )


def dangers_of(html: str, picture: str = "") -> list[str]:
    """
    Return what is in clean HTML that must not be, by two parsers.

    `picture`: how the address of a picture begins, where there may be any.

    >>> dangers_of("<p>Polku <a href='https://x.fi'>x</a></p>")
    []
    >>> dangers_of("<p onclick='x'>a</p><svg></svg>")[0]
    '<p onclick="x">'
    """
    found = []
    for parser in (_of_the_standard, _of_libxml):
        for tag, attributes in parser(html):
            allowed = {"src", "alt"} if tag == "img" else ATTRIBUTES.get(tag, set())
            known = tag in TAGS or (tag == "img" and picture)
            if not known or set(attributes) - allowed or not _harmless(tag, attributes, picture):
                said = "".join(f' {name}="{value}"' for name, value in attributes.items())
                found.append(f"<{tag}{said}>")
    return found


# What a page of ours has and no text of somebody's may bring.
_ELSEWHERE = {"iframe", "object", "embed", "base", "meta", "link", "style", "template", "math"}
_ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "background", "poster"}


def dangers_on(page: str, own_scripts: str) -> list[str]:
    """
    Return what in a rendered part of a page would run or load something that is not ours.

    `own_scripts`: how the addresses of our own scripts begin.

    >>> dangers_on('<form><input name="a"><svg><use href="#b"/></svg></form>', "/static/")
    []
    >>> dangers_on('<script src="/static/a.js"></script><p style="x">', "/static/")
    ['<p style>']
    """
    found = []
    for tag, attributes in _of_the_standard(page):
        source = attributes.get("src", "")
        if tag in _ELSEWHERE or (tag == "script" and not source.startswith(own_scripts)):
            found.append(f"<{tag}>")
        for name, value in attributes.items():
            scheme = _SCHEME.match(_INVISIBLE.sub("", value)) if name in _ADDRESSES else None
            if name.startswith("on") or name in {"style", "srcdoc"}:
                found.append(f"<{tag} {name}>")
            elif scheme and scheme[1].lower() not in SCHEMES:
                found.append(f"<{tag} {name}={value}>")
    return found


def _harmless(tag: str, attributes: dict[str, str], picture: str) -> bool:
    if tag == "img":
        return attributes.get("src", "").startswith(picture)
    # As the standard reads an address: without what is invisible in it, up to its first colon.
    scheme = _SCHEME.match(_INVISIBLE.sub("", attributes.get("href", "")))
    return not scheme or scheme[1].lower() in SCHEMES

"""
Strings that break carelessly written software, by what they try to break.

Half of them are written out, half are made from the code points of their kind.
"""

# One string after the other reads better in long lines.
# ruff: noqa: E501, RUF005, SIM905

import itertools
import unicodedata
from collections.abc import Iterable

CONTROLS = [chr(code) for code in (*range(0x01, 0x20), 0x7F, *range(0x80, 0xA0))]
ZERO_WIDTH = [chr(code) for code in (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x180E, 0x034F)]
DIRECTIONS = [chr(code) for code in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F))] + [
    chr(code) for code in range(0x2066, 0x206A)
]
SPACES = [chr(code) for code in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F)] + [
    "\u205f",
    "\u3000",
]
NON_CHARACTERS = ["\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff", "\ufffd", "\ue000"]
COMBINING = [chr(code) for code in range(0x300, 0x310)]


def _between(marks: Iterable[str]) -> list[str]:
    return [f"työ{mark}kyky" for mark in marks]


NAUGHTY: dict[str, list[str]] = {
    "nothing": ["", " ", "\t", "\n", "\r\n", "  \n  ", "\u3000", "undefined", "null", "NULL"]
    + ["None", "nil", "NaN", "true", "false", "hasOwnProperty", "then", "constructor", "\\", "\\\\"],
    "controls": _between(CONTROLS),
    "zero width": _between(ZERO_WIDTH),
    "directions": _between(DIRECTIONS)
    + ["\u202egnissot\u202c", "\u2067vastaus\u2066", "הֽבה", "مرحبا", "الكلمة vastaus الكلمة"]
    + ["שלום 123 אבג", "\u200fא\u200e1", "\u061c1,5"],
    "spaces": _between(SPACES),
    "no characters": _between(NON_CHARACTERS),
    "combining": _between(COMBINING)
    + ["Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "a" + "\u0301" * 200, "\u0301alussa", "ﷺ" * 20, "ﬁ ﬀ ﬃ"],
    "composed": [
        form
        for word in ("työkyky", "Ängström", "ŋŧž", "ộ", "각", "क्षि", "ǆ")
        for form in (unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word))
    ],
    "letters": "ß İ ı ſ ǅ Σ ς ﬀ Å Å K Ω Ω ⅓ ² ① Ⅳ ﹖ ａ ０ ٣ ๓ 𝟛 𝐓𝐲𝐨̈ 𝕿𝖞𝖔 Тyökyky työкyky ŧ ŋ đ č š ž".split()
    + ["пример", "部落格", "사회과학원", "ด้้้้้็็็็็้้้้้็็็็็้้้้้้้้็็็็็้้้้้", "゠ㇰ", "𠜎𠜱𠝹", "ᚠᛇᚻ", "𐌰𐌱"],
    "scripts": (
        "Ελληνικά Русский Українська հայերեն ქართული עברית العربية فارسی اردو ܣܘܪܝܝܐ ދިވެހި हिन्दी বাংলা "
        "ਪੰਜਾਬੀ ગુજરાતી ଓଡ଼ିଆ தமிழ் తెలుగు ಕನ್ನಡ മലയാളം සිංහල ไทย ລາວ བོད་སྐད မြန်မာ አማርኛ ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ ភាសាខ្មែរ "
        "ᠮᠣᠩᠭᠣᠯ 日本語 にほんご ニホンゴ 中文 廣東話 한국어 ꦧꦱꦗꦮ davvisámegiella"
    ).split(),
    "emoji": ["😍", "👩🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇫🇮", "🇫", "0️⃣", "❤️", "❤", "🧑🏿‍🦽", "💩" * 50, "\ufe0f"]
    + ["🏴\U000e0067\U000e0062\U000e007f", "👾 🙇 💁", "ヽ༼ຈل͜ຈ༽ﾉ", "(｡◕ ∀ ◕｡)", "¯\\_(ツ)_/¯", "｀ｨ(´∀｀∩"],
    "numbers": (
        "0 1 -1 +1 1.00 1,00 $1.00 1/2 1E2 1E02 1E+02 -1E+02 1e400 -1e400 1e-400 0x0 0xff 0b1 "
        "0.0/0 NaN -NaN INF Infinity -Infinity ∞ 1#INF 1#QNAN 1_000 1'000 1.000,5 1,000.5 1.2.3 "
        "1,2,3 .5 5. - + . , -. ١٢٣ ௧ ⅷ 1e 1e+ e5 --1 +-1 1..2 1-2 99999999999999999999999999999999 "
        "2147483648 9223372036854775808 -0 -0.0 00012 012 0o7 ½ 1½ 10^3 1·10^3 1.5*10**3 "
        "3.141592653589793238462643383279502884197169399375105820974944592307816406286"
    ).split()
    + ["1 000", "1\u00a0000", "1\u202f000", "1 000,5", "− 5", "−5", "1 h", "60min", "5 %", "5€"]
    + ["9" * 300, "0." + "0" * 300 + "1", "1e" + "9" * 50],
    "markup": [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg/onload=alert(1)>',
        "'; alert(1);//", "javascript:alert(1)", "<b>lihava</b>", "</textarea><h1>ulos</h1>",
        "</title>", "<!-- ", "-->", "<![CDATA[x]]>", "&lt;script&gt;", "&amp;amp;", "&#0;", "&#x202e;",
        "<a href='x' autofocus onfocus=alert(1)>", "<math><mtext></form><form>", "<?xml version='1.0'?>",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>&b;", "<embed embedtype='image' id='1'/>", "<style>*{}</style>",
        "<<<>>>", "a<b>c", "1 < 2 > 0", "<", ">", "&", '"', "'", "`", "<br>", "x\u2028alert(1)",
    ],
    "sql": [
        "'", "''", "1;DROP TABLE quizzes_response", "1'; DROP TABLE quizzes_response-- 1",
        "' OR 1=1 -- 1", "' OR '1'='1", "%", "_", "%_%", "\\'; --", "/* */", "--", ";", "1) OR (1=1",
        "'; EXEC sp_MSForEachTable 'DROP TABLE ?'; --", "$1", ":name", "?", "@@version", "pg_sleep(9)",
    ],
    "templates": [
        "{{ 7*7 }}", "{% include '/etc/passwd' %}", "{% debug %}", "{# #}", "${7*7}", "#{7*7}", "<%= 7 %>",
        "{{ request.user.password }}", "{{", "}}", "{%", "%}", "{n}", "{0}", "{}", "[[1]]", "[[2]] [[99]]",
        "{1:SHORTANSWER:=x}", "{{constructor.constructor('return 1')()}}", "`${1}`",
    ],
    "formats": ["%s", "%d", "%n", "%x%x%x%x", "%(name)s", "%%", "%99999999s", "%s" * 50, "{0.__class__}"]
    + ["\\x00", "\\u0000", "\\n", "\\ud800", "\\N{BULLET}", "%00", "%0a", "%E4", "%u0041", "=?utf-8?q?x?="],
    "spreadsheets": ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(1)"],
    "paths": [
        "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\", "file:///etc/passwd",
        "\\\\server\\share", "con", "nul", "aux", "COM1", ".", "..", "a/b", "a\\b", ".htaccess", "~root",
        "http://a/%%30%30", "//evil.example", "mailto:a@b", "data:text/html,x", "ftp://x", "a" * 256 + "/b",
    ],
    "shells": ["$HOME", "$(touch /x)", "`ls`", "| ls", "; ls", "&& ls", "> /x", "eval(1)", "System('ls')"]
    + ["Kernel.exit(1)", "__import__('os')", "%x('ls')", "<?php 1 ?>", "() { :;}; x", "!!", "{a,b}", "*"],
    "headers": ["a\r\nSet-Cookie: b=1", "a\nLocation: /x", "%0d%0aX: y", "\r\n\r\n<h1>", "a\rb", "a\x0bb"],
    "ours": ["q1-text", "csrfmiddlewaretoken", "based_on=9", "go=summary", "key", "questions", "answers:1:1:x"]
    + ["*", "\\*", "a*b", "**", "Kela", " Kela ", "KELA", "kela\n", "K\u00adela", "Ke\u200bla"],
    "long": ["a" * 999, "a" * 1000, "a" * 1001, "ä" * 1000, "😍" * 1000, "sana " * 300, "\n" * 500 + "x"]
    + ["x" * 199_999, "y" * 200_000, "z" * 200_001, "*" * 900, "(" * 900, "é" * 100_000],
    "nul": ["\x00", "a\x00b", "\x00a", "a\x00", "\x00" * 10, "<\x00script>", "%00\x00", "1\x00,5"],
}  # fmt: skip
# Halves of letters reach no form: decoding replaces them. They reach a verb all the same.
HALVES = ["\ud800", "a\udfffb", "\ud83d", "\ude0d\ud83d", "\udcff"]

ALL = list(dict.fromkeys(itertools.chain.from_iterable(NAUGHTY.values())))
# For quick runs: one from the middle of each kind, and the last.
FEW = list(
    dict.fromkeys(
        text
        for found in NAUGHTY.values()
        for text in (found[len(found) // 2], found[-1])
        if len(text) < 2_000
    )
)

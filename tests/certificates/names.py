"""
2,800 difficult names: of people who live in Finland, of the whole world, and of the hostile.

Real names come first; the rest is made from them, always alike.
"""

import itertools
import random
import unicodedata

GIVEN = [
    # Finnish, Swedish, the three Sámi languages of Finland, Romani, Karelian
    "Aino", "Väinö", "Yrjö-Pekka", "Åsa", "Örjan", "Tšandra", "Žofia", "Šárka", "Kaj-Erik",
    "Inga Biret Márjá", "Ánddaras", "Čeavzin", "Hánnu-Ŧoavt", "Máŋgos", "Đuoŋgi", "Käärin",
    "Uccu", "Jiänsi", "Ǩiurâl", "Õõli", "Âʹkkel", "Suâǥǥal", "Peâtt-Ǯõõʹdi", "Vuâđđ",
    # Estonia, the Baltics, Poland, Czechia, Hungary, Romania, the Balkans, Iceland, Turkey
    "Õnne", "Ülle", "Jānis", "Žanis", "Ģirts", "Ķemers", "Jūratė", "Žydrūnas", "Łukasz",
    "Małgorzata", "Świętosława", "Dvořák", "Jiří", "Ľubomír", "Győző", "Erzsébet Ű.", "Ștefan",
    "Ţăran", "Đorđe", "Željko", "Þórbjörg", "Æsa", "Øystein", "İbrahim", "Işıl", "Ğülşah",
    # Ireland, Wales, France, Iberia, Vietnam, Hawaii, West Africa, India in Latin letters
    "Siobhán", "Ŵynn", "D’Arcy", "Anaïs", "Œdipe", "Noël", "João", "Núria", "Iñaki", "Begoña",
    "Nguyễn Thị Ánh", "Đặng Ngọc", "Trần Hữu", "Kaʻiulani", "Ọlúwáṣeun", "Kọ́láwọlé", "Ñandú",
    "Ɓukar", "Ƴakubu", "Ɛdinam", "Ŋozi", "Śrīdhar", "Kṛṣṇa",
    # Other alphabets that the page's fonts have
    "Анна", "Ольга-Їва", "Ђорђе", "Ґалина", "Ελένη", "Γιώργος", "Άννα",
]  # fmt: skip
FAMILY = [
    "Virtanen", "Hämäläinen", "Mäki-Ääkkönen", "Öhman", "Åkerblom-Öström", "af Björksten",
    "von und zu Löwenstern", "de la Peña y Ñíguez", "O'Neill-Ørsted", "O’Brien", "McDonald",
    "Tšernyšova-Šedžić", "Guttorm", "Näkkäläjärvi", "Sara-Somby", "Čuovgatčuovži", "Ǥãs-Ǯõõđ",
    "Ŋieŧŧár", "Moshnikoff", "Ng", "Ó", "Y", "Li",
    "Şahin-Ağaoğlu", "Szczęśliwski", "Þorsteinsdóttir",
    "Wolfeschlegelsteinhausenbergerdorff", "Ramachandran-Venkataraman", "Rakotomalala",
    "Nguyễn-Hữu-Đặng", "Ødegård-Ålesund", "Ivanovitš", "Петров", "Παπαδοπούλου", "Œuvrard",
    "Ďurčák", "Ľuptáková", "Ţîrlea", "Ķīšons", "Jr.", "III",
]  # fmt: skip
# Names that break programs which take a name for something else.
AWKWARD = [
    "Null", "None", "undefined", "NaN", "True", "0", "-1", "1e400", "#1 Oppija", "= 1+1", "@lice",
    "*Aino* _Oppija_", "$x^2$", "// Aino", "/* Aino */", "Aino\\Oppija", "\\u{41}",
    "<b>Aino</b>", "<script>alert(1)</script>", "&amp; Aino", "\"Aino\" 'Oppija'",
    "Aino “Aikku” Oppija", "#set text(red)",
    "Robert'); DROP TABLE Students;--", "${jndi:ldap://x}", "{{ 7*7 }}", "%s%n", "Aino\tOppija",
    "Aino\nOppija", "  Aino   Oppija  ", "Aino -- Oppija", "Aino --- Oppija", "Aino... Oppija",
    "fi ffi fl Ĳ ĳ ŉ ſ ﬁ", "ÅÄÖ ŠŽ ČĐŊŦ", "åäö šž čđŋŧ", "A" * 60, "W" * 320, "i" * 320,
    "Maximilian-Alexander " * 15, "Aino " * 64,
]  # fmt: skip
# Letters or signs that no font here has, or that PDF/A bars: printed as squares or left out.
UNPRINTABLE = [
    "李 小龙", "山田 太郎", "김 민준", "สมชาย ใจดี", "राम कुमार", "অমিত রায়", "ကျော်ဇော",
    "አበበ ቢቂላ", "Aino 👩‍🎓 Oppija", "Aino\ue000Oppija", "Ai\u00adno\u200b Oppija",
    "Aino\u202eappijO", "A\u0000ino", "\ufeffAino", "Aino\u2066Oppija\u2069", "Aino\x07Oppija",
    "Aino\ufffe", "Z̶̛͔a̷͠l̸g̵o",
    "𝔄𝔦𝔫𝔬", "Aino\U000e0041",
]  # fmt: skip
TOTAL = 2_800


def names() -> list[str]:
    """Return all of them; the awkward and the unprintable are among them."""
    dice = random.Random(20260101)
    pairs = [" ".join(pair) for pair in itertools.product(GIVEN, FAMILY)]
    dice.shuffle(pairs)
    found = AWKWARD + UNPRINTABLE + pairs[:1_900]
    # The same letters put together from parts, as some keyboards and registers write them.
    found += [unicodedata.normalize("NFD", name) for name in pairs[1_900:2_200]]
    found += [name.upper() for name in pairs[2_200:2_400]]
    while len(found) < TOTAL:
        given = dice.sample(GIVEN, dice.randint(2, 6))
        found.append(" ".join(given) + " " + "-".join(dice.sample(FAMILY, dice.randint(1, 4))))
    return found[:TOTAL]


def some() -> list[str]:
    """Return a part for every run: all that is awkward, and one name in a hundred of the others."""
    every = names()
    return every[: len(AWKWARD) + len(UNPRINTABLE)] + every[len(AWKWARD) + len(UNPRINTABLE) :: 100]

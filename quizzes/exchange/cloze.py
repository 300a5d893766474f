"""
The language of gaps in a Moodle text: `{weight:TYPE:alternative~alternative}`.

An alternative is `=` or `%n%`, its text, and `#` with its feedback. Signs that mean something
are escaped with a backslash or, as the text is HTML, written as entities.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape, unescape

from quizzes.exchange import kinds
from quizzes.exchange.fractions import SEVENTH, as_percent, number_of, plain
from quizzes.exchange.parsed import Json, Notes, RefusedError
from quizzes.exchange.texts import Texts

# Our kind of gap, and whether its options are shuffled, by the names that files use.
TYPES: dict[str, tuple[str, bool]] = {
    "SHORTANSWER": ("short_answer", False),
    "SHORTANSWER_C": ("short_answer_case", False),
    "NUMERICAL": ("numerical", False),
    "MULTICHOICE": ("choice_menu", False),
    "MULTICHOICE_V": ("choice_column", False),
    "MULTICHOICE_H": ("choice_row", False),
    "MULTICHOICE_S": ("choice_menu", True),
    "MULTICHOICE_VS": ("choice_column", True),
    "MULTICHOICE_HS": ("choice_row", True),
    "MULTIRESPONSE": ("many_column", False),
    "MULTIRESPONSE_H": ("many_row", False),
    "MULTIRESPONSE_S": ("many_column", True),
    "MULTIRESPONSE_HS": ("many_row", True),
}
SHORT_NAMES = {
    "SA": "SHORTANSWER", "MW": "SHORTANSWER", "SAC": "SHORTANSWER_C", "MWC": "SHORTANSWER_C",
    "NM": "NUMERICAL", "MC": "MULTICHOICE", "MCV": "MULTICHOICE_V", "MCH": "MULTICHOICE_H",
    "MCS": "MULTICHOICE_S", "MCVS": "MULTICHOICE_VS", "MCHS": "MULTICHOICE_HS",
    "MR": "MULTIRESPONSE", "MRH": "MULTIRESPONSE_H", "MRS": "MULTIRESPONSE_S",
    "MRHS": "MULTIRESPONSE_HS",
}  # fmt: skip
NAMES = {kind_and_order: name for name, kind_and_order in TYPES.items()}
LARGEST_WEIGHT = 1000
MOST_GAPS = 200

_START = re.compile(r"\{([0-9]{0,6}):([A-Z_]+):")
_MARKER = re.compile(r"\[\[(\d+)\]\]")
_FRACTION = re.compile(r"\s*(=|%(-?[0-9]{1,6}(?:[.,][0-9]*)?)%)")
_NUMBER = re.compile(r"(?:\*|-?[0-9.,]+(?:[eE][-+]?[0-9]+)?)")


@dataclass(frozen=True)
class _Gap:
    start: int
    end: int
    weight: str
    kind: str
    shuffle: bool
    inside: str


def extract(html: str, notes: Notes) -> tuple[str, list[_Gap]]:
    """
    Return the text with `[[n]]` for its gaps, and the gaps; raises RefusedError.

    >>> text, gaps = extract("2+2={1:NM:=4} ja {:SA:=x}", Notes(1))
    >>> text, [gap.kind for gap in gaps]
    ('2+2=[[1]] ja [[2]]', ['numerical', 'short_answer'])
    """
    gaps = list(_gaps(html))
    if not gaps:
        raise RefusedError("no_gaps")
    if len(gaps) > MOST_GAPS:
        raise RefusedError("too_many_gaps", most=MOST_GAPS)
    parts: list[str] = []
    end = 0
    for number, gap in enumerate(gaps, start=1):
        parts += [_without_markers(html[end : gap.start], notes), f"[[{number}]]"]
        end = gap.end
    return "".join([*parts, _without_markers(html[end:], notes)]), gaps


def _without_markers(text: str, notes: Notes) -> str:
    """What reads like a gap of ours but is a word of the text keeps its number alone."""
    kept = _MARKER.sub(r"[\1]", text)
    if kept != text:
        notes.say("markers_in_text")
    return kept


def _gaps(html: str) -> Iterator[_Gap]:
    place = 0
    while found := _START.search(html, place):
        name = SHORT_NAMES.get(found[2], found[2])
        if name not in TYPES:
            raise RefusedError("gap_type", given=found[2][:40])
        end = _end_of(html, found.end())
        if end is None:
            raise RefusedError("gap_not_closed", given=found[0])
        yield _Gap(found.start(), end + 1, found[1], *TYPES[name], html[found.end() : end])
        place = end + 1


def _end_of(html: str, start: int) -> int | None:
    """Find the brace that closes a gap; one after a backslash is a sign of its text."""
    end = html.find("}", start)
    while end > 0 and html[end - 1] == "\\":
        end = html.find("}", end + 1)
    return end if end >= 0 else None


def gap_value(gap: _Gap, texts: Texts) -> Json:
    """Return a gap as its block holds it; raises RefusedError."""
    notes = texts.notes
    weight = int(gap.weight or 1)
    if weight > LARGEST_WEIGHT:
        raise RefusedError("gap_weight", given=gap.weight, most=LARGEST_WEIGHT)
    answers, given = [], False
    for piece in _split(gap.inside, "~"):
        fraction, given_here, rest = _share(piece)
        given = given or given_here
        text, *feedback = _split(rest, "#", 1)
        answers.append(
            {
                **_answer(gap.kind, texts.words(_unescaped(text)), notes),
                "fraction": fraction,
                "feedback": texts.rich(unescape(_unescaped(feedback[0]))) if feedback else "",
            }
        )
    kept = [answer for answer in answers if answer["text"]]
    if len(kept) < len(answers):
        notes.say("empty_answers", count=len(answers) - len(kept))
    _check(gap.kind, kept)
    if gap.kind.startswith("many"):
        _share_out(kept, given)
    for answer in kept:
        answer["fraction"] = plain(answer["fraction"])
    return {"kind": gap.kind, "weight": weight, "shuffle": gap.shuffle, "answers": kept}


def _split(text: str, sign: str, most: int = -1) -> list[str]:
    """Part a text at a sign that is neither escaped nor, as `&#…;`, part of an entity."""
    parts, begin = [], 0
    for place, found in enumerate(text):
        if found != sign or text.endswith(("\\", "&", "&amp;"), 0, place):
            continue
        if most == 0:
            break
        parts.append(text[begin:place])
        begin, most = place + 1, most - 1
    return [*parts, text[begin:]]


def _share(piece: str) -> tuple[Decimal, bool, str]:
    found = _FRACTION.match(piece)
    if not found:
        return Decimal(0), False, piece
    rest = piece[found.end() :]
    if found[1] == "=":
        return kinds.FULL, False, rest
    share = (number_of(found[2].replace(",", ".")) or Decimal(0)) / 100
    if abs(share) > 1:
        raise RefusedError("fraction", percent=found[2])
    return share.quantize(SEVENTH), True, rest


def _unescaped(piece: str) -> str:
    """Undo the escapes of a piece; it is HTML still."""
    return re.sub(r"\\([}#~])", r"\1", piece)


def _answer(kind: str, text: str, notes: Notes) -> Json:
    if kind != "numerical" or not text:
        return {"text": text, "tolerance": ""}
    value, _colon, tolerance = text.partition(":")
    if not _NUMBER.fullmatch(value.strip()):
        raise RefusedError("no_number", given=text[:60])
    anything = value.strip() == "*"
    return {
        "text": "*" if anything else kinds.number(value, notes),
        "tolerance": kinds.number(tolerance, notes) if tolerance.strip() else "0",
    }


def _check(kind: str, answers: list[Json]) -> None:
    """Moodle's own rules for a gap that can be answered."""
    if kind.startswith(("choice", "many")) and len(answers) < 2:
        raise RefusedError("too_few_options", count=len(answers))
    if not answers:
        raise RefusedError("no_answers")
    best = max(answer["fraction"] for answer in answers)
    if best <= 0 if kind.startswith("many") else best != kinds.FULL:
        raise RefusedError("best_not_full", percent=as_percent(best))


def _share_out(answers: list[Json], given: bool) -> None:
    """
    Let the right options of a gap add up to 1.

    Where no shares are given, each wrong tick takes away what one right option is worth.
    """
    total = sum((answer["fraction"] for answer in answers if answer["fraction"] > 0), Decimal(0))
    wrong = (-1 / total).quantize(SEVENTH)
    for answer in answers:
        if answer["fraction"] > 0:
            # Shares that add up already are kept to the last digit.
            if abs(total - 1) > Decimal("0.00001"):
                answer["fraction"] = (answer["fraction"] / total).quantize(SEVENTH)
        elif not given:
            answer["fraction"] = wrong


def without_gaps(html: str) -> str:
    """
    Write what only reads like the beginning of a gap so that it is none.

    >>> without_gaps("{1:SA:")
    '&#123;1:SA:'
    """
    return _START.sub(lambda found: f"&#123;{found[0][1:]}", html)


def write_gap(gap: Json) -> str:
    """
    Write a gap in the language of files.

    >>> answer = {"text": "a}b", "tolerance": "", "fraction": "1", "feedback": "<p>Hyvä!</p>"}
    >>> write_gap({"kind": "short_answer", "weight": 1, "shuffle": False, "answers": [answer]})
    '{1:SHORTANSWER:=a\\\\}b#&lt;p&gt;Hyvä!&lt;/p&gt;}'
    """
    name = NAMES.get((gap["kind"], bool(gap.get("shuffle")))) or NAMES[gap["kind"], False]
    several = gap["kind"].startswith("many")
    alternatives = "~".join(_write_answer(answer, several) for answer in gap["answers"])
    return f"{{{gap['weight']}:{name}:{alternatives}}}"


def _write_answer(answer: Json, several: bool) -> str:
    fraction = Decimal(answer["fraction"])
    if fraction == kinds.FULL and not several:
        share = "="
    elif fraction or several:
        # Shares of several options are all said, or none would be believed.
        share = f"%{as_percent(fraction)}%"
    else:
        share = ""
    tolerance = Decimal(number_of(answer.get("tolerance") or "0") or 0)
    text = answer["text"] + (f":{plain(tolerance)}" if tolerance else "")
    feedback = f"#{_quoted(answer['feedback'])}" if answer["feedback"] else ""
    return share + _quoted(text, first=not share) + feedback


def _quoted(text: str, *, first: bool = False) -> str:
    """Escape a piece; at its beginning a sign of a share, too, where no share stands before."""
    quoted = escape(text, quote=False).replace("\\", "&#92;").replace("~", "&#126;")
    quoted = quoted.replace("&#", "\0").replace("#", "\\#").replace("\0", "&#")
    quoted = quoted.replace("}", "\\}").replace("[[", "[&#91;")
    if quoted.endswith("&amp;"):
        # A sign after it would be taken for part of an entity.
        quoted = f"{quoted.removesuffix('&amp;')}&#38;"
    if first and quoted.startswith(("=", "%")):
        quoted = f"&#{ord(quoted[0])};{quoted[1:]}"
    return quoted

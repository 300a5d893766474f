"""
Soft hyphens for long Finnish and Swedish words.

Chromium hyphenates neither, and a compound such as "työkykykoordinaattorikoulutus" or
"arbetsförmågekoordinatorer" is wider than a phone's heading. Finnish syllables begin at a
consonant followed by a vowel, so the places can be told by rule; what the rule cannot tell is
a second word that begins with a vowel, so the common ones are listed. Swedish is cut only
where a second word begins, and those are listed.
"""

import re
from collections.abc import Callable

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
# Shorter words fit on a line of any heading at 320 pixels.
LONG = 16
# At least this many letters stay on either side of a hyphen.
EDGE = 4

LONG_WORD = re.compile(rf"[^\W\d_]{{{LONG},}}")
SYLLABLE = re.compile(r"(?<=[a-zåäö])(?=[bcdfghjklmnpqrstvwxz][aeiouyåäö])", re.IGNORECASE)
# Second words that begin with a vowel, at least by their first letters.
LATER_WORD = re.compile(
    r"(?<=[a-zåäö]{3})(?=aika|alue|ammat|arvio|asema|asiak|avust|edist|ehdo|ehto|etuu|ihmi"
    r"|ohja|ohje|oikeu|opas|opetu|opinto|opisk|opisto|oppi|osaam|osalli|osaaj|yhtei|yksik|yhdis|kriteer)",
    re.IGNORECASE,
)

SWEDISH_LATER_WORD = re.compile(
    r"(?<=[a-zåäö]{3})(?=anstalt|ansvar|bedöm|beskriv|byrå|dagb[oö]|delakt|expert|fråg|förbind"
    r"|förmåg|genomför|gräns|helhet|klagomål|koordinat|leverant|myndig|område|ombud|period"
    r"|process|rättig|samordn|skydd|språk|tjänst|uppgift|utbildn|utbud|utlåtand|vård)",
    re.IGNORECASE,
)


def soften(text: str, language: str = "fi") -> str:
    """
    Put soft hyphens into long words, at syllables (Finnish) or between words (Swedish).

    >>> soften("työkykykoordinaattorikoulutus").replace(SOFT_HYPHEN, "-")
    'työky-ky-koor-di-naat-to-ri-kou-lutus'
    >>> soften("Länsi-Uudenmaan hyvinvointialueella").replace(SOFT_HYPHEN, "-")
    'Länsi-Uudenmaan hyvin-voin-ti-alueella'
    >>> soften("palvelut")
    'palvelut'
    >>> soften("arbetsförmågekoordinatorer", "sv").replace(SOFT_HYPHEN, "-")
    'arbets-förmåge-koordinatorer'
    """
    if language not in PLACES:
        return text
    return LONG_WORD.sub(lambda word: SOFT_HYPHEN.join(_parts(word[0], language)), text)


def _parts(word: str, language: str) -> list[str]:
    cuts = sorted(cut for cut in PLACES[language](word) if EDGE <= cut <= len(word) - EDGE)
    return [word[start:end] for start, end in zip([0, *cuts], [*cuts, len(word)], strict=True)]


def _finnish_places(word: str) -> set[int]:
    later = {match.start() for match in LATER_WORD.finditer(word)}
    places = {match.start() for match in SYLLABLE.finditer(word)}
    # Right beside the seam of two words a hyphen misleads: "hyvinvointia-lue".
    return later | {
        place for place in places if not any(-2 < place - start < EDGE for start in later)
    }


def _swedish_places(word: str) -> set[int]:
    return {match.start() for match in SWEDISH_LATER_WORD.finditer(word)}


PLACES: dict[str, Callable[[str], set[int]]] = {"fi": _finnish_places, "sv": _swedish_places}

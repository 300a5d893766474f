"""
Soft hyphens for long Finnish words.

Chromium has no Finnish hyphenation, and a compound such as
"työkykykoordinaattorikoulutus" is wider than a phone's heading. Finnish
syllables begin at a consonant followed by a vowel, so the places can be told
by rule; what the rule cannot tell is a second word that begins with a vowel,
so the common ones are listed.
"""

import re

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


def soften(text: str) -> str:
    """
    Put soft hyphens between the syllables of long words.

    >>> soften("työkykykoordinaattorikoulutus").replace(SOFT_HYPHEN, "-")
    'työky-ky-koor-di-naat-to-ri-kou-lutus'
    >>> soften("Länsi-Uudenmaan hyvinvointialueella").replace(SOFT_HYPHEN, "-")
    'Länsi-Uudenmaan hyvin-voin-ti-alueella'
    >>> soften("palvelut")
    'palvelut'
    """
    return LONG_WORD.sub(lambda word: SOFT_HYPHEN.join(_parts(word[0])), text)


def _parts(word: str) -> list[str]:
    later = {match.start() for match in LATER_WORD.finditer(word)}
    places = {match.start() for match in SYLLABLE.finditer(word)}
    # Right beside the seam of two words a hyphen misleads: "hyvinvointia-lue".
    places = {place for place in places if not any(-2 < place - start < EDGE for start in later)}
    cuts = sorted(place for place in places | later if EDGE <= place <= len(word) - EDGE)
    return [word[start:end] for start, end in zip([0, *cuts], [*cuts, len(word)], strict=True)]

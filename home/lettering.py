"""
How wide words are in the site's type, and where they break.

For drawings: an SVG neither wraps its text nor knows how much room it takes.
"""

from home.hyphens import SOFT_HYPHEN, soften

# Source Sans 3: the share of the text's size that a letter takes.
NARROW, WIDE = "iljtfrI.,:;'’!|()-–/ ", "mwMWÅÄ@%—"


def width_of(words: str, size: float) -> float:
    """
    Return about how wide words are; rather too wide than too narrow.

    >>> width_of("ii", 16) < width_of("mm", 16)
    True
    """
    shares = (0.32 if sign in NARROW else 0.86 if sign in WIDE else 0.545 for sign in words)
    return size * sum(shares)


def wrapped(words: str, width: float, size: float, language: str = "fi") -> list[str]:
    """
    Break words into lines of a width, between words and at their syllables.

    >>> wrapped("Ota puheeksi työkyky", 100, 15)
    ['Ota puheeksi', 'työkyky']
    >>> wrapped("työkykykoordinaattorikoulutus", 130, 15)
    ['työkykykoordinaat-', 'torikoulutus']
    """
    lines = [""]
    for word in words.split():
        spaced = f"{lines[-1]} {word}".strip()
        if width_of(spaced, size) <= width:
            lines[-1] = spaced
            continue
        if lines[-1]:
            lines.append("")
        for part in _parts(word, width, size, language):
            whole = lines[-1] + part
            if lines[-1] and width_of(whole + "-", size) > width + size / 3:
                lines[-1] += "-"
                lines.append(part)
            else:
                lines[-1] = whole
    return [line for line in lines if line]


def _parts(word: str, width: float, size: float, language: str) -> list[str]:
    """A word's syllables as far as it must be broken; by force where none is known."""
    if width_of(word, size) <= width:
        return [word]
    parts = soften(word, language).split(SOFT_HYPHEN)
    most = max(int(width / (size * 0.6)) - 1, 1)
    return [part[at : at + most] for part in parts for at in range(0, len(part), most)]

"""Category paths: `/` between names, `//` for one inside a name."""

import re

from quizzes.exchange.parsed import LONGEST_CATEGORY, Changed, Reading, Remark
from quizzes.exchange.texts import HARMFUL

ROOT = "$course$/"
_CONTEXT = re.compile(r"\$[a-z0-9]+\$(/|$)")
# One slash parts two names; two are a slash in one.
_BETWEEN_NAMES = re.compile(r"(?<!/)/(?!/)")
_TOP = re.compile(r"top(/(?!/)|$)")


def tidy_category(path: str, line: int, reading: Reading) -> str:
    """
    Return a path without Moodle's context and top category, as long as we keep it.

    >>> tidy_category("$course$ / top/Kurssi / Kerta 1//2", 1, Reading("gift"))
    'Kurssi/Kerta 1//2'
    """
    names = _BETWEEN_NAMES.split(" ".join(HARMFUL.sub("", path).split()))
    path = "/".join(name.strip() for name in names)
    tidy = _TOP.sub("", _CONTEXT.sub("", path, count=1), count=1).strip(" ")
    if len(tidy) > LONGEST_CATEGORY:
        what = Remark("category_shortened", {"most": LONGEST_CATEGORY})
        reading.changed.append(Changed(line, tidy[:80], what))
        tidy = tidy[:LONGEST_CATEGORY].rstrip()
    return tidy

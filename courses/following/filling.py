"""Letters with places in them that are filled in for each reader. Pure."""

import re
from collections.abc import Mapping

PLACES = ("name", "course", "run", "link")
IN_BRACES = re.compile(r"\{([^{}\n]*)\}")


def unknown_places(text: str) -> list[str]:
    """
    Return what stands in braces and is no place that can be filled in.

    >>> unknown_places("Hi {name}, see {link} and {Name} or {}")
    ['{Name}', '{}']
    """
    found = IN_BRACES.findall(text)
    return list(dict.fromkeys(f"{{{place}}}" for place in found if place not in PLACES))


def filled(text: str, values: Mapping[str, str]) -> str:
    """
    Fill in the places; what is filled in is not looked at again.

    >>> filled("Hi {name}: {course}", {"name": "{course}", "course": "TK"})
    'Hi {course}: TK'
    """
    return IN_BRACES.sub(lambda place: values.get(place[1], place[0]), text)

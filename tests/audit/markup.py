"""The HTML validator (vnu, the Nu HTML Checker) on every page as the server sends it."""

import json
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.audit.tour import Grounds, tour


@dataclass
class Markup:
    """How many documents were read, and the validator's errors in them, each once."""

    documents: int = 0
    faults: list[str] = field(default_factory=list)


def validate(found: Grounds, jar: Path) -> Markup:
    """
    Read each page in each language by the validator.

    The document is the one that a reader without scripts gets: what scripts change later is
    looked at by axe. Raises subprocess.CalledProcessError when the validator itself fails.
    """
    result = Markup()
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        names: dict[str, str] = {}
        for place, language, page in tour(found):
            # Asked for again by the page's own cookies; a form that was sent stays as it is shown.
            html = page.content() if place.through else page.request.get(page.url).text()
            result.documents += 1
            file = folder / f"{result.documents:04}.html"
            file.write_text(html, encoding="utf-8")
            names[file.name] = f"{place.name} ({language})"
        result.faults = _faults(folder, jar, names)
    return result


def _faults(folder: Path, jar: Path, names: dict[str, str]) -> list[str]:
    done = subprocess.run(
        ["java", "-Xss1m", "-jar", str(jar), "--exit-zero-always", "--format", "json", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    places: dict[str, list[str]] = {}
    for message in json.loads(done.stderr)["messages"]:
        if message["type"] == "error":
            words = f"{message['message']} «{message.get('extract', '')[:120]}»"
            place = names[Path(message["url"]).name]
            places.setdefault(words, []).append(place)
    return [
        f"{words}: {places_[0]}" + (f" and {len(places_) - 1} more" if len(places_) > 1 else "")
        for words, places_ in places.items()
    ]

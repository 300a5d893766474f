"""
Is every interface string translated?

The strings are gathered from the code each time, so a string that nobody has put into
the .po files yet is found too. What is written by editors is not looked at.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

# English is the language of the source, so it has nothing to translate.
LANGUAGES = ("fi", "sv")
DOMAINS = ("django", "djangojs")
SOURCES = {".py", ".html", ".txt", ".js", ".po"}
NOT_OURS = (".*", "tests", "docs", "var", "make", "requirements", "node_modules", "vendor")
# Strings that rightly read the same in another language: [[same]] string, languages, reason.
SAME = Path("locale", "same.toml")
# %(name)s, %s, %d, {name}: what a program fills in is no word.
FILLED_IN = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")


class Command(BaseCommand):
    help = "Fail when an interface string lacks Finnish or Swedish, is fuzzy, or is left as it was."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--gather", action="store_true", help="put new strings into locale/ and stop there"
        )

    def handle(self, *, gather: bool, **options: Any) -> None:
        if gather:
            gather_strings(settings.BASE_DIR)
            return
        found = list(faults(settings.BASE_DIR))
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"Faults in the translations: {len(found)} (see above).")
        self.stdout.write("Every interface string is there in Finnish and Swedish.")


def faults(root: Path) -> Iterator[str]:
    """Say in words what is wrong with the translations of the project in this folder."""
    same = read_same(root / SAME)
    needed = set()
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, "copy")
        shutil.copytree(root, copy, ignore=all_but_sources)
        gather_strings(copy)
        for language in LANGUAGES:
            for domain in DOMAINS:
                for entry in entries(copy, language, domain):
                    where = f"{language}: {entry.msgid!r}"
                    if not is_translated(entry):
                        yield f"{where} is not translated"
                    elif "fuzzy" in entry.flags:
                        yield f"{where} is fuzzy: a guess that nobody has confirmed"
                    elif is_left_as_it_was(entry):
                        needed.add((language, entry.msgid))
                        if (language, entry.msgid) not in same:
                            yield f"{where} reads as in English; if rightly so, add it to {SAME}"
    for language, string in sorted(same - needed):
        yield f"{language}: {string!r} is in {SAME} for nothing"


def read_same(path: Path) -> set[tuple[str, str]]:
    """Return (language, string) for each string that may stay the same; a reason is required."""
    if not path.exists():
        return set()
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["same"]
    for entry in listed:
        if not entry["reason"].strip():
            raise CommandError(f"{SAME}: no reason for {entry['string']!r}")
    return {(language, entry["string"]) for entry in listed for language in entry["languages"]}


def all_but_sources(folder: str, names: list[str]) -> set[str]:
    """Leave out what holds no interface strings (the form that shutil.copytree asks for)."""
    left_out = shutil.ignore_patterns(*NOT_OURS)(folder, names)
    return left_out | {
        name for name in names if Path(folder, name).is_file() and Path(name).suffix not in SOURCES
    }


def gather_strings(root: Path) -> None:
    """Bring the .po files below this folder up to date with its code, as makemessages does."""
    for language in LANGUAGES:
        (root / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    # Without settings makemessages knows of no folder but this one.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    for domain in DOMAINS:
        done = subprocess.run(  # noqa: S603  our own words only
            [
                sys.executable, "-m", "django", "makemessages", "--domain", domain,
                *(f"--locale={language}" for language in LANGUAGES),
                *(f"--ignore={pattern}" for pattern in NOT_OURS),
                "--add-location=file", "--no-obsolete", "--no-wrap", "-v0",
            ],
            cwd=root, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise CommandError(f"makemessages failed:\n{done.stderr}")


def entries(root: Path, language: str, domain: str) -> list[polib.POEntry]:
    path = root / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return []
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def is_translated(entry: polib.POEntry) -> bool:
    return bool(texts(entry)) and all(texts(entry))


def is_left_as_it_was(entry: polib.POEntry) -> bool:
    """Tell whether a translation repeats its source, which has a word in it."""
    has_words = any(character.isalpha() for character in FILLED_IN.sub("", entry.msgid))
    return has_words and any(text in (entry.msgid, entry.msgid_plural) for text in texts(entry))

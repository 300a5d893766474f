"""The report of `make audit` as Markdown, from the figures of its parts."""

import datetime
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

# The report is read by people: past these they know enough.
FAULTS_SHOWN = 40
HEAD = """# Audit

Written by `make audit`; what it does stands in `tests/audit/`. Each part says which commit it
looked at, since parts may be run apart.
"""
# The next section begins; a line of a command's own words never does, since it is indented.
SECTION = re.compile(r"^## ", re.MULTILINE)


def report(figures: dict[str, Any], *, commit: str, day: datetime.date, before: str = "") -> str:
    r"""
    Return the whole report: the parts that were run, and those of the report before.

    >>> day = datetime.date(2027, 1, 2)
    >>> first = report({"said": {"Costs": "3 ms"}}, commit="abc1234", day=day)
    >>> print(first.removeprefix(HEAD))
    <BLANKLINE>
    ## Costs
    Commit abc1234, 2.1.2027.
    <BLANKLINE>
        3 ms
    <BLANKLINE>
    >>> markup = {"documents": 9, "faults": []}
    >>> later = report({"markup": markup}, commit="def5678", day=day, before=first)
    >>> re.findall(r"## \w+|Commit \w+", later)
    ['## HTML', 'Commit def5678', '## Costs', 'Commit abc1234']
    """
    stamp = f"Commit {commit}, {day.day}.{day.month}.{day.year}."
    looks: dict[str, tuple[str, Callable[[Any], Iterator[str]]]] = {
        "barriers": ("Barriers (axe-core, WCAG 2.2 AA and best practices)", _barriers),
        "markup": ("HTML (Nu HTML Checker)", _markup),
        "keyboard": ("Paths by keyboard alone", _keyboard),
        "weight": ("Weight (360 px, bytes on the wire with headers)", _weight),
        "lighthouse": ("Lighthouse (a phone's profile, median of five runs)", _lighthouse),
    }
    parts = _sections(before)
    for name, (title, write) in looks.items():
        if name in figures:
            parts[title] = "\n".join([stamp, "", *write(figures[name])])
    for title, text in figures.get("said", {}).items():
        parts[title] = "\n".join([stamp, "", *(f"    {line}" for line in text.splitlines()), ""])
    titles = [title for title, _write in looks.values()]
    order = [title for title in titles if title in parts]
    order += [title for title in parts if title not in titles]
    return "\n".join([HEAD, *(f"## {title}\n{parts[title]}" for title in order)])


def _sections(text: str) -> dict[str, str]:
    sections = {}
    for section in SECTION.split(text)[1:]:
        title, _line, rest = section.partition("\n")
        sections[title] = f"{rest.rstrip()}\n"
    return sections


def for_statement(
    figures: dict[str, Any], *, commit: str, day: datetime.date, before: str = "{}"
) -> str:
    """
    Return what the accessibility statement tells of an audit, as `home.accessibility.audit` reads.

    >>> day, markup = datetime.date(2027, 1, 2), {"documents": 9, "faults": ["<p>"]}
    >>> json.loads(for_statement({"markup": markup}, commit="abc", day=day))["markup"]
    {'commit': 'abc', 'day': '2027-01-02', 'documents': 9, 'errors': 1}
    """
    known: dict[str, Callable[[Any], dict[str, Any]]] = {
        "barriers": lambda found: {key: found[key] for key in ("pages", "looks", "broken")},
        "markup": lambda found: {"documents": found["documents"], "errors": len(found["faults"])},
        "keyboard": lambda found: {key: found[key] for key in ("paths", "failed")},
        "lighthouse": lambda found: {
            "pages": {one["name"]: one["scores"]["accessibility"] for one in found}
        },
    }
    told = json.loads(before)
    told |= {
        name: {"commit": commit, "day": day.isoformat()} | take(figures[name])
        for name, take in known.items()
        if name in figures
    }
    return json.dumps(told, indent=2, sort_keys=True) + "\n"


def _faults(faults: list[str]) -> Iterator[str]:
    yield "" if faults else "No fault was found."
    yield from (f"- {fault}" for fault in faults[:FAULTS_SHOWN])
    if len(faults) > FAULTS_SHOWN:
        yield f"- and {len(faults) - FAULTS_SHOWN} more"
    yield ""


def _barriers(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['pages']} pages and states in fi, sv and en, {found['looks']} looks: 320 and"
    yield "1280 px, light and dark, with more contrast; none may be wider than a screen of 320 px."
    yield from _faults(found["faults"])


def _markup(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['documents']} documents as the server sends them."
    yield from _faults(found["faults"])


def _keyboard(found: dict[str, Any]) -> Iterator[str]:
    pages, paths = found["pages"], found["paths"]
    yield f"{paths} paths, {found['failed']} failed: {pages} pages from the first stop to the last,"
    yield f"{found['stops']} stops in all, and {paths - pages} walks that do things. At every stop"
    yield "the focus must be seen, and whatever can be worked must be a stop."
    yield from _faults(found["faults"])


def _weight(found: list[dict[str, Any]]) -> Iterator[str]:
    yield "| page | cold | requests | warm | scripts | layout shift | within its budget |"
    yield "|---|--:|--:|--:|--:|--:|---|"
    for one in found:
        budget = one["budget"]
        yield (
            f"| {budget['name']} | {one['cold']} of {budget['cold']} | {one['requests']} of "
            f"{budget['requests']} | {one['warm']} of {budget['warm']} | {one['scripts']} of "
            f"{budget['scripts']} | {one['shift']} | {'; '.join(one['faults']) or 'yes'} |"
        )
    yield ""


def _lighthouse(found: list[dict[str, Any]]) -> Iterator[str]:
    yield "| page | performance | accessibility | best practices | SEO | wanting |"
    yield "|---|--:|--:|--:|--:|---|"
    for one in found:
        scores = " | ".join(f"{score:g}" for score in one["scores"].values())
        yield f"| {one['name']} | {scores} | {'; '.join(one['wanting']) or '–'} |"
    broken_off = sum(one["broken_off"] for one in found)
    yield ""
    yield f"Runs that the tool itself broke off, and that were tried again: {broken_off}."
    yield ""

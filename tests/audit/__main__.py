"""
What `make audit` runs, after it has seen to the tools.

    python -m tests.audit TOOLS REPORT [PART…]

TOOLS is where npm put vnu-jar and lighthouse; REPORT gets the figures as Markdown, and keeps the
parts that are not run now. The accessibility statement gets its figures in `home/accessibility/`.
Parts: weight, markup, barriers, lighthouse, keyboard, packages, settings, holes, corpora, faults,
costs; all of them unless some are named. Ends with 1 when something has a fault.
"""

import datetime
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests import environment

LOOKS = ("weight", "markup", "barriers", "lighthouse", "keyboard")


def main() -> int:
    environment.settle()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

    import django

    django.setup()
    from home.accessibility.audit import AUDIT
    from tests.audit.commands import COMMANDS, run_commands
    from tests.audit.report import for_statement, report
    from tests.audit.tour import grounds

    tools, path = Path(sys.argv[1]).resolve() / "node_modules", Path(sys.argv[2])
    parts = {*LOOKS, *COMMANDS}
    asked = set(sys.argv[3:]) or parts
    if unknown := asked - parts:
        print(f"No such part: {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    figures: dict[str, Any] = {}
    if asked & set(LOOKS):
        with grounds() as found:
            figures = look(found, asked, tools)
    figures["said"], failed = run_commands(asked)
    commit = subprocess.check_output(["git", "log", "-1", "--format=%h"], text=True).strip()
    today = datetime.datetime.now(datetime.UTC).date()
    for file, write in ((path, report), (AUDIT, for_statement)):
        before = {"before": file.read_text(encoding="utf-8")} if file.exists() else {}
        file.write_text(write(figures, commit=commit, day=today, **before), encoding="utf-8")
    return 1 if failed or faults_in(figures) else 0


def look(found: Any, asked: set[str], tools: Path) -> dict[str, Any]:
    """Return the figures of the parts that look at pages."""
    from tests.audit import barriers, keyboard, lighthouse, markup, weight

    figures: dict[str, Any] = {}
    if "weight" in asked:
        weights = [weight.weigh(found, budget) for budget in weight.BUDGETS]
        figures["weight"] = [asdict(one) | {"faults": one.faults} for one in weights]
    if "markup" in asked:
        jar = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
        figures["markup"] = asdict(markup.validate(found, jar))
    if "barriers" in asked:
        figures["barriers"] = asdict(barriers.look_for_barriers(found))
    if "keyboard" in asked:
        figures["keyboard"] = asdict(keyboard.walk_by_keyboard(found))
    if "lighthouse" in asked:
        scores = lighthouse.measure(found, tools / ".bin" / "lighthouse")
        figures["lighthouse"] = [asdict(one) | {"faults": one.faults} for one in scores]
    return figures


def faults_in(figures: dict[str, Any]) -> list[str]:
    """Return every fault of the parts that look at pages."""
    found: list[str] = []
    for part in ("barriers", "markup", "keyboard"):
        found += figures.get(part, {}).get("faults", [])
    for part in ("weight", "lighthouse"):
        found += [fault for one in figures.get(part, []) for fault in one["faults"]]
    return found


if __name__ == "__main__":
    sys.exit(main())

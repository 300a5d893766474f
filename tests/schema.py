"""
Where the national schema of study records is: data of others, and no part of the project.

Run as a program it says, at the end of `make test`, that its tests were not run.
"""

import os
from pathlib import Path

from tests.environment import ROOT

BESIDE = ROOT.parent / "shared" / "virta"


def schema_folder() -> Path | None:
    """Return the folder that VIRTA_XSD names, or the one beside the project; None without one."""
    named = os.environ.get("VIRTA_XSD")
    folder = Path(named) if named else BESIDE
    return folder if (folder / "Opintosuoritukset.xsd").is_file() else None


if __name__ == "__main__" and schema_folder() is None:
    print("not run: national schema")

"""Read the demo's texts from their files (demo/content/README.md says what is in them)."""

import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parent.parent / "content"
COURSES = CONTENT / "courses"
FIGURES = CONTENT / "figures"
RECORDINGS = CONTENT / "recordings"
EXERCISES = CONTENT / "exercises"

# Pages and blocks get the same identity in every demo, so a second load finds the first.
NAMESPACE = uuid.UUID("6f0b5f0e-7f0c-4f43-9d5c-2a5e4a1c7b11")

Text = dict[str, Any]


def identity(*parts: object) -> uuid.UUID:
    """Return the fixed identity of a thing named by its parts."""
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def read(path: Path) -> Text:
    """Return the tables of a file."""
    with path.open("rb") as file:
        return tomllib.load(file)


def translated(path: Path, language: str) -> Text | None:
    """Return the tables of a file's translation; None where there is none."""
    twin = path.with_suffix(f".{language}.toml")
    return read(twin) if twin.is_file() else None


def sources(folder: Path, pattern: str = "*.toml") -> Iterator[Path]:
    """Yield a folder's files in order, without their translations."""
    return (path for path in sorted(folder.glob(pattern)) if path.stem.count(".") == 0)


def modules(course: Path) -> Iterator[Path]:
    """Yield a course's module folders in order."""
    return (path.parent for path in sorted(course.glob("*/module.toml")))


def lessons(module: Path) -> Iterator[Path]:
    """Yield a module's lesson files in order."""
    return sources(module, "[0-9]*.toml")

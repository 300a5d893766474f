"""Tries to break the constraints on rules of courses and completions."""

from collections.abc import Callable

BREACHES: list[tuple[Callable[[], object], str]] = []

"""Tries to break the constraints on submissions, webinars and self-assessments."""

from collections.abc import Callable

BREACHES: list[tuple[Callable[[], object], str]] = []

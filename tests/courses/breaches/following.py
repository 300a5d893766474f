"""Tries to break the constraints on messages and reminders."""

from collections.abc import Callable

BREACHES: list[tuple[Callable[[], object], str]] = []

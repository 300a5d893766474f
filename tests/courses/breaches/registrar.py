"""Tries to break the constraints on profiles, deliveries and identity codes."""

from collections.abc import Callable

BREACHES: list[tuple[Callable[[], object], str]] = []

"""Tries to break the constraints on runs, invitations, enrolments and waiting places."""

from collections.abc import Callable

BREACHES: list[tuple[Callable[[], object], str]] = []

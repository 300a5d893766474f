"""What became of a course file: what was taken, what was changed on the way, what was refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

Told = dict[str, str]


@dataclass(frozen=True)
class Line:
    """One thing of a file: what it is, where in the file it stands, and what is said on it."""

    what: str
    where: str
    why: str

    def as_json(self) -> Told:
        """Return it as plain data."""
        return {"what": self.what, "where": self.where, "why": self.why}


@dataclass
class Report:
    """Each thing of a file is accepted or refused; what differs from the file is changed too."""

    format: str
    accepted: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    refused: list[Line] = field(default_factory=list)

    def accept(self, what: str, where: str, why: str) -> None:
        """Say that a thing is here now."""
        self.accepted.append(Line(what, where, why))

    def change(self, what: str, where: str, why: str) -> None:
        """Say how a thing differs from how it stood; the same is said once."""
        line = Line(what, where, why)
        if line not in self.changed:
            self.changed.append(line)

    def refuse(self, what: str, where: str, why: str) -> None:
        """Say that a thing was not taken."""
        self.refused.append(Line(what, where, why))

    def unchanged(self, what: str, where: str) -> None:
        """Forget how a thing would have differed: it is not taken at all."""
        self.changed = [line for line in self.changed if (line.what, line.where) != (what, where)]

    def as_json(self) -> dict[str, str | list[Told]]:
        """Return it as plain data."""
        return {
            "format": self.format,
            "accepted": [line.as_json() for line in self.accepted],
            "changed": [line.as_json() for line in self.changed],
            "refused": [line.as_json() for line in self.refused],
        }

    def as_lines(self) -> Iterator[str]:
        """Yield it in words, what was refused first."""
        yield _("%(format)s: %(accepted)s accepted, %(refused)s refused.") % {
            "format": self.format,
            "accepted": len(self.accepted),
            "refused": len(self.refused),
        }
        for heading, lines in (
            (_("Refused"), self.refused),
            (_("Changed"), self.changed),
            (_("Accepted"), self.accepted),
        ):
            for line in lines:
                place = f" ({line.where})" if line.where else ""
                yield f"{heading}: {line.what}{place}: {line.why}"


class UnreadablePackageError(Exception):
    """The file as a whole cannot be taken; the message says why. Nothing of it is imported."""

"""Making the kinds of this app known to course files."""

from courses.packages import parts
from courses.packages.snippet_part import SnippetPart
from courses.packages.statement_part import KIND, StatementPart


def connect() -> None:
    """Register them; what other kinds may point at comes first."""
    parts.register("snippets", SnippetPart())
    parts.register(KIND, StatementPart())

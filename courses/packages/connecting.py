"""Making the kinds of this app known to course files, and their tasks to the clock."""

from courses.packages import parts, uploading
from courses.packages.snippet_part import SnippetPart
from courses.packages.statement_part import KIND, StatementPart
from home import clock, outbox


def connect() -> None:
    """Register them; what other kinds may point at comes first."""
    parts.register("snippets", SnippetPart())
    parts.register(KIND, StatementPart())
    outbox.register(uploading.LOOK, uploading.look)
    outbox.register(uploading.IMPORT, uploading.carry_out)
    clock.register("courses.packages", uploading.clear_uploads)

"""
News that other rooms may want to hear.

`completed` is sent inside the transaction that made the completion (sender: Completion;
argument: `completion`), `programme_completed` likewise for a whole programme (sender:
ProgrammeEnrolment; argument: `programme_enrolment`). `annulled` is sent when a completion is
withdrawn without a correction in its place, and `programme_reopened` (also with the
`completion` that was annulled) when a programme is under way again. Receivers write rows
only; effects go through the outbox.
"""

from django.dispatch import Signal

completed = Signal()
programme_completed = Signal()
annulled = Signal()
programme_reopened = Signal()

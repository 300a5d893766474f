"""
News that other rooms may want to hear.

`completed` is sent inside the transaction that made the completion (sender: Completion;
argument: `completion`), `programme_completed` likewise for a whole programme (sender:
ProgrammeEnrolment; argument: `programme_enrolment`). Receivers write rows only; effects go
through the outbox.
"""

from django.dispatch import Signal

completed = Signal()
programme_completed = Signal()

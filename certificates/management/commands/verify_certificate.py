"""Judge a certificate's PDF or badge on the server."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from certificates import facts, signatures
from certificates.badges.checking import State
from certificates.handed_files import Judgement, Outcome, judge
from certificates.verifying_forms import LARGEST_FILE

AS_ISSUED = (Outcome.SAME, Outcome.BADGE)
CHANGED = (Outcome.CHANGED, Outcome.CHANGED_BADGE)


class Command(BaseCommand):
    help = (
        "Say what a file is worth: a certificate's PDF, or a badge (JSON, JWT, PNG, SVG). "
        "Prints its state and what was issued; ends well only when it is valid."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="the file; it is read and not kept")

    def handle(self, *, file: Path, **options: Any) -> None:
        """Print in English, whatever the installation's language."""
        with override("en"):
            content = self._read(file)
            judgement = judge(content)
            state = _state(judgement)
            self.stdout.write(f"State: {state.label}")
            if judgement.reason:
                self.stdout.write(judgement.reason)
            self._tell(judgement)
            whole = judgement.outcome != Outcome.SAME or self._sealed_well(content)
        if state != State.VALID or not whole:
            raise CommandError(f"{file} is not a valid certificate.")

    def _read(self, file: Path) -> bytes:
        try:
            if file.stat().st_size > LARGEST_FILE:
                raise CommandError(f"{file} is too large to be a certificate.")
            return file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error

    def _tell(self, judgement: Judgement) -> None:
        certificate = judgement.certificate
        if certificate is None:
            return
        if judgement.outcome in CHANGED:
            self.stdout.write("What was issued, not what the file says:")
        _language, course = facts.in_language(certificate.course_names, "en")
        self.stdout.write(f"Holder: {certificate.holder_name}")
        self.stdout.write(f"Course: {course or certificate.course_code}")
        for fact in facts.facts(certificate):
            self.stdout.write(f"{fact.label}: {fact.value}")

    def _sealed_well(self, content: bytes) -> bool:
        """Say who sealed the PDF; one that was made without a key has no seal to break."""
        signature = signatures.signature_in(content)
        if signature is None:
            self.stdout.write("Signature: none")
            return True
        said = "whole" if signature.is_whole else "BROKEN"
        self.stdout.write(f"Signature: {said}, {signature.signer}")
        return signature.is_whole


def _state(judgement: Judgement) -> State:
    """What the file is worth; a file that is not as issued is never called by the row's state."""
    if judgement.outcome in AS_ISSUED and judgement.certificate:
        return State(judgement.certificate.state)
    return State.CHANGED if judgement.outcome in CHANGED else State.NOT_OURS

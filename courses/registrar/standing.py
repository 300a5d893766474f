"""
How completions stand against earlier deliveries, as SQL: parts of a list's one statement.

A correction replaces an annulled completion, which may itself be a correction. The register
knows the whole chain by its first; what was last delivered of any of them is what it was told.
Chains are rare, so only corrections pay for walking theirs.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Case, CharField, F, Func, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat

from courses.progress.models import Completion, CompletionQuerySet
from courses.registrar.models import DeliveryRow

# Completions in an outer statement (its `pk`) → the one number of each.
CertificateNumbers = Callable[[], QuerySet[Any, Any]]

# Completions' ids → words on the certificates of those where it is not valid.
CertificateNotes = Callable[[Iterable[int]], Mapping[int, str]]

_certificate_numbers: list[CertificateNumbers] = []
_certificate_notes: list[CertificateNotes] = []


def register_certificates(*, numbers: CertificateNumbers, notes: CertificateNotes) -> None:
    """
    Name who knows certificates.

    `numbers` returns the number in force of an outer row's `pk`; `notes` tells number and
    state of those that are not valid.
    """
    _certificate_numbers[:] = [numbers]
    _certificate_notes[:] = [notes]


def certificate_notes(completion_ids: Iterable[int]) -> Mapping[int, str]:
    """Return in words which certificate is not valid and why, by the completion. One query."""
    return _certificate_notes[0](completion_ids) if _certificate_notes else {}


class _OfChain(Func):
    """Something of the chain that a correction, given by its id, is the last of."""

    wanted = ""
    template = (
        "(WITH RECURSIVE chain (id, replaces_id) AS ("
        " SELECT link.id, link.replaces_id FROM {completions} link WHERE link.id = %(expressions)s"
        " UNION ALL"
        " SELECT link.id, link.replaces_id FROM {completions} link"
        " JOIN chain ON link.id = chain.replaces_id"
        ") {wanted})"
    )

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Fill in the names of the tables; nothing of a person's is written into the text."""
        template = self.template.format(
            completions=connection.ops.quote_name(Completion._meta.db_table),
            wanted=self.wanted.format(rows=connection.ops.quote_name(DeliveryRow._meta.db_table)),
        )
        return super().as_sql(compiler, connection, template=template, **context)


class FirstOfChain(_OfChain):
    """The id of the completion that it all began with."""

    wanted = "SELECT id FROM chain WHERE replaces_id IS NULL"


class ToldOfChain(_OfChain):
    """State and digest of the last delivered row of any of them."""

    wanted = (
        "SELECT told.state || ' ' || told.digest FROM {rows} told"
        " JOIN chain ON told.completion_id = chain.id ORDER BY told.delivery_id DESC LIMIT 1"
    )


def with_standing(completions: CompletionQuerySet) -> CompletionQuerySet:
    """
    Return each with `certificate`, `root` and `told`.

    `root` is the id by which the register knows it; `told` is "state digest" as last
    delivered, and empty where the study office never heard of it. Deliveries of one
    organisation are made one after the other, so the last has the highest id.
    """
    last = DeliveryRow.objects.filter(completion=OuterRef("pk")).order_by("-delivery_id")
    said = Concat("state", Value(" "), "digest", output_field=CharField())
    first = When(replaces__isnull=True, then=F("pk"))
    alone = When(replaces__isnull=True, then=Subquery(last.values_list(said)[:1]))
    number = _certificate_numbers[0]() if _certificate_numbers else None
    return completions.annotate(
        certificate=Value("") if number is None else Subquery(number[:1]),
        root=Case(first, default=FirstOfChain(F("pk"), output_field=Completion._meta.pk)),
        told=Case(alone, default=ToldOfChain(F("pk"), output_field=CharField())),
    )

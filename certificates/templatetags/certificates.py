"""Certificates on other rooms' pages: the page after passing, my studies."""

from collections.abc import Iterable
from typing import Any

from django import template

from accounts.models import User
from certificates.fresh import fresh
from certificates.models import Certificate
from certificates.renewing import to_renew
from courses.models import Completion, Enrolment

register = template.Library()


@register.simple_tag
def certificates_of(completions: Iterable[Completion]) -> dict[int, Certificate]:
    """
    Return the newest certificate of each completion, by the completion's id, in one query.

    Give the answer to `certificate_of`, so that a list asks once:
    {% certificates_of completions as found %} … {% certificate_of completion found %}
    """
    by_id = {completion.pk: completion for completion in completions}
    found = {}
    for certificate in Certificate.objects.filter(completion__in=by_id).order_by("pk"):
        certificate.completion = by_id[certificate.completion_id]
        found[certificate.completion_id] = certificate
    return found


@register.inclusion_tag("certificates/of_completion.html")
def certificate_of(
    completion: Completion, found: dict[int, Certificate] | None = None
) -> dict[str, Any]:
    """State, number, file and public page of a completion's certificate; nothing if it has none."""
    if found is None:
        found = certificates_of([completion])
    certificate = found.get(completion.pk)
    return {"certificate": certificate, "state": certificate.state if certificate else ""}


@register.inclusion_tag("certificates/to_renew.html")
def certificates_to_renew(learner: User) -> dict[str, Any]:
    """
    A learner's newest certificates, and those that expire soon or have expired, with the way on.

    Two queries.
    """
    ending = to_renew(learner)
    return {
        "fresh": [certificate for certificate in fresh(learner) if certificate not in ending],
        "certificates": ending,
    }


@register.inclusion_tag("certificates/staff/on_enrolment.html")
def certificates_on(enrolment: Enrolment, is_keeper: bool) -> dict[str, Any]:
    """Every certificate of an enrolment with its state; study staff go on to it. One query."""
    found = Certificate.objects.filter(completion__enrolment=enrolment).with_ground()
    return {"certificates": list(found), "is_keeper": is_keeper}

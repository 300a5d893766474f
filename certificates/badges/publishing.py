"""What others need to check badges by themselves: the issuer, its keys, states and pictures."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.badges import addresses, keys, sealing
from certificates.badges.contents import issuer
from certificates.badges.drawing import KINDS
from certificates.badges.models import LIST_LENGTH
from certificates.credential import multibase, status
from certificates.credential.canonical import OPEN_BADGES
from certificates.credential.proofs import with_proof
from certificates.credential.texts import as_json
from certificates.models import Badge, DesignPicture, SigningKey, StatusList

# Verifiers know the context of DID documents by heart where it comes first.
DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
JWK = "https://w3id.org/security/jwk/v1"
View = Callable[..., HttpResponse]
logger = logging.getLogger(__name__)


def for_programs(*, seconds: int) -> Callable[[View], View]:
    """Let any site's script read it and anybody keep it for so long; out of every index."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response.headers["Access-Control-Allow-Origin"] = "*"
            kept = f"public, max-age={seconds}" if response.status_code == 200 else "no-store"
            response.headers["Cache-Control"] = kept
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return answer

    return decorate


@require_safe
@for_programs(seconds=300)
def issuer_profile(request: HttpRequest) -> HttpResponse:
    """Say who issues badges, and list every key that ever signed one."""
    body = issuer()
    methods = [_method(key) for key in SigningKey.objects.order_by("created_at", "pk")]
    return _linked_data(
        {
            "@context": [DID, MULTIKEY, JWK, OPEN_BADGES],
            "id": body.id,
            "type": ["Profile"],
            "name": body.name,
            "url": body.url,
            "verificationMethod": methods,
            # Retired keys too: what they signed stays genuine.
            "assertionMethod": [method["id"] for method in methods],
        }
    )


@require_safe
@for_programs(seconds=300)
def key(request: HttpRequest, name: str) -> HttpResponse:
    """Give the public half of a key: a Multikey, or for tokens a JWK as their readers expect."""
    found = get_object_or_404(SigningKey, name=name)
    if found.kind == SigningKey.Kind.RSA:
        jwk = found.public_jwk | {"kid": addresses.key_address(name), "alg": "RS256", "use": "sig"}
        return JsonResponse(jwk)
    return _linked_data({"@context": MULTIKEY} | _method(found))


@require_safe
@for_programs(seconds=int(status.TIME_TO_LIVE.total_seconds()))
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """Give a list of states, signed; made anew when a state has changed."""
    found = get_object_or_404(StatusList, number=number)
    signing = keys.in_use(SigningKey.Kind.ED25519)
    bits = status.encoded(_worthless(found), length=LIST_LENGTH)
    kept = f"badges:status:{settings.BASE_URL}:{number}:{signing.name}"
    before: tuple[str, str] | None = caches["versioned"].get(kept)
    if before is None or before[0] != bits:
        try:
            before = (bits, _signed_list(number, bits, signing))
        except sealing.UnreadableKeyError:
            # Staff hear of it by the certificates that wait; a stale list would be worse.
            logger.exception("The list of states %s cannot be signed", number)
            return HttpResponse(status=503, headers={"Retry-After": "300"})
        caches["versioned"].set(kept, before, timeout=None)
    return HttpResponse(before[1], content_type="application/vc+ld+json")


@require_safe
@for_programs(seconds=31_536_000)
def picture(request: HttpRequest, sha256: str, kind: str) -> HttpResponse:
    """Give a badge's picture, which says nothing of anybody."""
    if kind not in KINDS:
        raise Http404
    found = get_object_or_404(DesignPicture, sha256=sha256, media_type=KINDS[kind])
    return HttpResponse(bytes(found.content), content_type=KINDS[kind])


def _worthless(found: StatusList) -> list[int]:
    """The places of badges whose certificate is revoked, superseded or without its ground."""
    certificate = "certificate__"
    gone = (
        Q(**{f"{certificate}revoked_at__isnull": False})
        | Q(**{f"{certificate}superseded_at__isnull": False})
        | Q(**{f"{certificate}completion__annulled_at__isnull": False})
        | Q(
            **{
                f"{certificate}programme_enrolment__isnull": False,
                f"{certificate}programme_enrolment__completed_at__isnull": True,
            }
        )
    )
    return list(Badge.objects.filter(gone, status_list=found).values_list("place", flat=True))


def _signed_list(number: int, bits: str, signing: SigningKey) -> str:
    now = timezone.now()
    credential = status.list_credential(
        address=addresses.status_address(number),
        issuer=addresses.issuer_address(),
        made_at=now,
        encoded_list=bits,
    )
    signed = with_proof(
        credential,
        key=keys.ed25519_private(signing),
        method=addresses.key_address(signing.name),
        created=now,
    )
    return as_json(signed)


def _method(key: SigningKey) -> dict[str, Any]:
    said = {"id": addresses.key_address(key.name), "controller": addresses.issuer_address()}
    if key.kind == SigningKey.Kind.RSA:
        return said | {"type": "JsonWebKey", "publicKeyJwk": key.public_jwk}
    return said | {
        "type": "Multikey",
        "publicKeyMultibase": multibase.multikey(keys.ed25519_public(key)),
    }


def _linked_data(document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(as_json(document), content_type="application/ld+json")

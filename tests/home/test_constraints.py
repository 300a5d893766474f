"""Each rule that the database holds on content, and a try to break it."""

import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page

from home.cards.models import ServiceCard
from home.glossary.models import GlossaryTerm
from home.links import ExternalLink
from home.pictures import CustomImage
from home.sharing import DraftShare
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def term(**fields):
    usual = {"term": "Etuus", "slug": "etuus", "definition": "<p>Raha.</p>"}
    return GlossaryTerm.objects.create(**({"locale": Locale.get_default()} | usual | fields))


def card(**fields):
    usual = {"name": "Kuntoutus", "slug": "kuntoutus", "summary": "Apua.", "decided_by": "Kela"}
    return ServiceCard.objects.create(**({"locale": Locale.get_default()} | usual | fields))


def two(make):
    def both():
        make()
        make()

    return both


def a_share_that_ended_before_it_began():
    now = timezone.now()
    DraftShare.objects.create(
        page=Page.get_first_root_node(),
        digest="0" * 64,
        created_by=UserFactory(),
        created_at=now,
        expires_at=now - datetime.timedelta(hours=1),
    )


def a_rendition_twice():
    picture = CustomImage.objects.create(title="Kuva", file=get_test_image_file())
    for _ in range(2):
        picture.renditions.create(filter_spec="width-10", file="x.png", width=1, height=1)


BREACHES = [
    (two(term), "home_term_address_once_a_language"),
    (lambda: term(term=""), "home_term_is_written"),
    (two(card), "home_card_address_once_a_language"),
    (lambda: card(name=""), "home_card_is_named"),
    (
        lambda: ExternalLink.objects.create(
            url="https://esimerkki.fi/",
            digest="0" * 64,
            named_at=timezone.now(),
            failing_since=timezone.now(),
        ),
        "home_link_fails_for_a_reason",
    ),
    (a_share_that_ended_before_it_began, "home_share_ends_after_it_begins"),
    (a_rendition_twice, "home_rendition_once_per_filter"),
]


@pytest.mark.parametrize(("break_it", "constraint"), BREACHES)
def test_the_database_refuses(break_it, constraint):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        break_it()
    # SQLite names the columns, not the constraint, of a unique one.
    if connection.vendor == "postgresql" or "unique" not in str(refusal.value).lower():
        assert constraint in str(refusal.value)


def test_every_constraint_has_its_try():
    constraints = {
        constraint.name
        for model in apps.get_app_config("home").get_models()
        for constraint in model._meta.constraints
    }
    assert {name for _breach, name in BREACHES} == constraints

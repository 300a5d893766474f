"""Each rule that the database holds on content, and a try to break it."""

import datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page

from accounts.models import User
from home.accessibility.models import AccessibilityFinding
from home.cards.models import ServiceCard
from home.feedback.models import Feedback
from home.glossary.models import GlossaryTerm
from home.links import ExternalLink
from home.notices.models import Notice, NoticeChoice, QuietHours
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


def reader():
    return User.objects.filter(email="aino@esimerkki.fi").first() or UserFactory(
        email="aino@esimerkki.fi"
    )


def a_notice(**fields):
    usual = {"kind": "message", "key": "a", "title": "Viesti", "address": "/fi/"}
    told_at = {"told_at": timezone.now()}
    return Notice.objects.create(person=reader(), **(usual | told_at | fields))


def a_choice(way="site"):
    return NoticeChoice.objects.create(person=reader(), kind="message", way=way)


def quiet(**hours):
    return QuietHours.objects.create(person=reader(), **hours)


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


def message(**fields):
    now = timezone.now()
    usual = {"kind": "other", "words": "Hei", "language": "fi", "sent_at": now, "due_on": now}
    return Feedback.objects.create(**(usual | fields))


def a_finding(**fields):
    usual = {"place_fi": "Videot", "what_fi": "Kuvailu puuttuu.", "criterion": "1.2.5"}
    return AccessibilityFinding.objects.create(**(usual | fields))


LONG_AGO = datetime.date(2020, 1, 1)

BREACHES = [
    (lambda: a_finding(what_fi=""), "home_finding_is_told_in_finnish"),
    (lambda: a_finding(what_sv="Syntolkning saknas."), "home_finding_is_whole_in_swedish"),
    (lambda: a_finding(place_en="Videos"), "home_finding_is_whole_in_english"),
    (lambda: a_finding(ground="taste"), "home_finding_ground_is_known"),
    (lambda: a_finding(criterion=""), "home_finding_breaks_a_criterion"),
    (lambda: a_finding(mended_on=LONG_AGO), "home_finding_mended_after_it_was_found"),
    (lambda: a_finding(planned_by=LONG_AGO), "home_finding_planned_after_it_was_found"),
    (lambda: message(words=""), "home_feedback_says_something"),
    (lambda: message(kind="praise"), "home_feedback_kind_is_known"),
    (
        lambda: message(answered_at=timezone.now() + datetime.timedelta(days=1)),
        "home_feedback_answered_in_words",
    ),
    (
        lambda: message(answer="Kiitos", answered_at=timezone.now() - datetime.timedelta(days=1)),
        "home_feedback_answered_after_it_was_sent",
    ),
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
    (two(a_notice), "home_notice_tells_an_event_once"),
    (lambda: a_notice(address="//toinen.fi/"), "home_notice_leads_into_this_site"),
    (lambda: a_notice(address="https://toinen.fi/"), "home_notice_leads_into_this_site"),
    (lambda: a_notice(title=""), "home_notice_says_something"),
    (
        lambda: a_notice(read_at=timezone.now() - datetime.timedelta(days=1)),
        "home_notice_read_after_it_was_told",
    ),
    (two(a_choice), "home_notice_choice_once_per_kind"),
    (lambda: a_choice(way="pigeon"), "home_notice_choice_way_is_known"),
    (lambda: quiet(begins=datetime.time(20)), "home_quiet_hours_begin_and_end"),
    (
        lambda: quiet(begins=datetime.time(20), ends=datetime.time(20)),
        "home_quiet_hours_leave_time_for_mail",
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

"""The site round the courses: front page, standard pages, shared blocks, effects, checks."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Site")

    def ready(self) -> None:
        from home import (
            checking_links,
            clock,
            embed_check,
            outbox,
            reviewing,
            schedule,
            typed_translations,
        )
        from home.feedback import connecting as feedback
        from home.notices import connecting as notices
        from home.offline import reader

        checks.register(embed_check.embed_hosts_are_known)
        clock.register("effects", outbox.run_due)
        clock.register("publishing", schedule.publish_due)
        clock.register("days of review", reviewing.begin_day)
        clock.register("links", checking_links.begin)
        outbox.register(checking_links.NAME, checking_links.name_links)
        outbox.register(reviewing.PLAN, reviewing.plan)
        outbox.register(reviewing.REMIND, reviewing.mail, queue="mail")
        feedback.connect()
        notices.connect()
        reader.connect()
        typed_translations.connect()

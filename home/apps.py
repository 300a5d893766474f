"""The site round the courses: front page, standard pages, shared blocks, effects, checks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Site")

    def ready(self) -> None:
        from home import checking_links, clock, outbox, reviewing, schedule

        clock.register("effects", outbox.run_due)
        clock.register("publishing", schedule.publish_due)
        clock.register("days of review", reviewing.begin_day)
        clock.register("links", checking_links.begin)
        outbox.register(checking_links.NAME, checking_links.name_links)
        outbox.register(reviewing.PLAN, reviewing.plan)
        outbox.register(reviewing.REMIND, reviewing.mail, queue="mail")

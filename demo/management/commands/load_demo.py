"""Load the demo: its organisations, courses, people and a year of studies."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from courses.searching.indexing import refresh
from demo import accounts
from demo.loading import (
    activity_story,
    certificates,
    courses,
    delivering,
    designs,
    enrolling,
    findings,
    following,
    organisations,
    people,
    planning,
    renewal,
    requirements,
    runs,
    site,
    story,
    words,
)
from demo.management.guard import is_demo


class Command(BaseCommand):
    help = "Load the demo courses and people. What is there already stays as it is."

    def handle(self, **options: Any) -> None:
        if not is_demo():
            raise CommandError("load_demo fills a demo only: set DEMO=1 or DEBUG=1.")
        with translation.override("fi"):
            self.stdout.write("Organisations and site …")
            organisations.load_organisations()
            catalogue = site.load_site()
            words.load_words()
            findings.load_findings()
            self.stdout.write("Courses …")
            courses.load_courses(catalogue)
            runs.load_runs()
            self.stdout.write("People and their year …")
            accounts.load_accounts(runs.polytechnics()[0])
            everybody = people.load_people()
            designs.load_common_template()
            renewal.load_template()
            story.tell(everybody)
            enrolling.load_enrolling(everybody)
            requirements.load_requirements()
            certificates.load_deeds()
            activity_story.tell()
            following.load_following()
            planning.load_plan()
            renewal.load_changes()
            delivering.load_deliveries()
            refresh()
        self.stdout.write("The demo is loaded.")

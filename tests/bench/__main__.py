"""
What the main pages cost, beside a bare Django view: `make bench`.

On the demo's content in a database of its own, in this process, with warm caches. CPU
times are of this machine; the ratios to the bare view travel better.
"""

import os
import shutil
import sys

from tests import environment
from tests.databases import SqliteFiles


def settle() -> None:
    """Prepare a demo like a served one: hashed static files, the real password hasher."""
    environment.settle()
    os.environ |= {"TESTING": "0", "DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
    databases = SqliteFiles()
    databases.make()
    data = environment.scratch() / "data"
    shutil.copyfile(databases.template, data / "db.sqlite3")


def main() -> None:
    settle()

    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import translation

    from tests.bench import analysis, lists, visits
    from tests.bench.measuring import measure, table

    print("Loading the demo …", file=sys.stderr)
    with open(os.devnull, "w") as nowhere:
        call_command("load_demo", stdout=nowhere)
        call_command("collectstatic", interactive=False, verbosity=0)
    with translation.override(visits.LANGUAGE):
        learner = visits.learner()
        client = visits.signed_in(learner)
        costs = [
            measure("bare view: session and user", visits.bare_view(learner), times=100),
            measure("front page", visits.front_page(client)),
            measure("course page", visits.page(client, visits.training())),
            measure("lesson", visits.lesson(client)),
            measure("quiz save", visits.quiz_save(client, learner)),
            measure(f"export of {visits.EXPORTED_ROWS:,} rows (CSV)", visits.export(), times=3),
        ]
        costs += lists.costs()
        large = analysis.page()
        peak = analysis.peak_of(large)
        costs.append(measure("item analysis of 40 × 10,000", large, times=3, note=peak))
    print(table(costs))


if __name__ == "__main__":
    main()

"""
The table of the shared cache.

Made here, so that every database that is migrated can cache; without the database cache
(REDIS_URL set) nothing is made. Backwards it stays: a cache holds nothing to lose.
"""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]

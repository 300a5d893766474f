"""What is looked at before the platform starts: identity codes without a key to keep them."""

from typing import Any

from django.core import checks
from django.db import connections

from accounts.models import Organisation
from courses.registrar.identity_codes_kept import can_be_kept


@checks.register(checks.Tags.database)
def identity_codes_have_a_key(*, databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse to migrate or check while an organisation asks for codes and no key is there."""
    if can_be_kept() or "default" not in (databases or ()):
        return []
    connection = connections["default"]
    with connection.cursor() as cursor:
        table = Organisation._meta.db_table
        if table not in connection.introspection.table_names(cursor):
            return []
        columns = {
            column.name for column in connection.introspection.get_table_description(cursor, table)
        }
    if "uses_identity_codes" not in columns:
        return []
    asking = Organisation.objects.filter(uses_identity_codes=True).values_list("name_fi", flat=True)
    if not asking:
        return []
    return [
        checks.Error(
            f"These organisations ask for personal identity codes: {', '.join(asking)}. "
            "Codes cannot be kept, as IDENTITY_CODE_KEYS is empty.",
            hint="Set IDENTITY_CODE_KEYS (see .env.example), or turn that policy off.",
            id="courses.E001",
        )
    ]

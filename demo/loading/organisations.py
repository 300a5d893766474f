"""The organisations of the demo."""

from accounts.models import Organisation
from demo.loading.texts import CONTENT, read


def load_organisations() -> None:
    """Make the organisations where they are missing."""
    for text in read(CONTENT / "organisations.toml")["organisation"]:
        Organisation.objects.get_or_create(
            key=text["key"],
            defaults={
                "kind": text["kind"],
                "name_fi": text["name_fi"],
                "name_sv": text.get("name_sv", ""),
                "name_en": text.get("name_en", ""),
                "institution_code": text.get("institution_code", ""),
                "starts_year": text.get("starts"),
                "ends_year": text.get("ends"),
                "county": (
                    Organisation.objects.get(key=text["county"]) if "county" in text else None
                ),
            },
        )

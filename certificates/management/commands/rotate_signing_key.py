"""Change the keys that sign badges."""

from typing import Any

from django.core.management.base import BaseCommand

from certificates.badges import keys


class Command(BaseCommand):
    help = (
        "Retire the keys that sign badges and make new ones. What the old ones signed stays "
        "genuine: their public halves stay published."
    )

    def handle(self, **options: Any) -> None:
        """Tell the names of the new keys, and nothing that is secret."""
        for key in keys.rotate():
            self.stdout.write(f"{key.get_kind_display()}: {key.name} signs from now on.")

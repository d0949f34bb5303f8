"""`antena load-members`: the association's members, from its register."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from antena.places import actions


class Command(BaseCommand):
    """Load the register of members, again if it is there: only what differs is written."""

    help = "Load the members of the association from its register"

    def handle(self, *_: Any, **__: Any) -> None:
        try:
            loaded = actions.load_members(association=settings.ASSOCIATION)
        except (actions.RegisterError, actions.WorldNotLoadedError) as error:
            raise CommandError(str(error)) from error
        found = f"{loaded.with_geonames} in GeoNames, {loaded.with_border} with a border"
        self.stdout.write(f"{loaded.members} members: {found}")

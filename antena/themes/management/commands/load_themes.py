"""``antena load-themes``: the fields, sub-themes, SDGs and EuroVoc that ship with the product."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from antena.themes import actions
from antena.themes.catalogue import CatalogueError


class Command(BaseCommand):
    help = "Load the fields, sub-themes, SDGs and EuroVoc descriptors; safe to run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            loaded = actions.load_catalogue()
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        state = "loaded" if loaded.changed else "unchanged"
        self.stdout.write(
            f"{state}: {loaded.fields} fields, {loaded.themes} sub-themes, {loaded.goals} goals, "
            f"{loaded.concepts} EuroVoc descriptors"
        )

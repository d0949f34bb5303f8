"""`antena load-places`: every place of the world, from the installed GeoNames package."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from antena.places import actions


class Command(BaseCommand):
    """Load the world, or say that it is there."""

    help = "Load every place of the world from the installed GeoNames package"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="load even what is already there")

    def handle(self, *_: Any, **options: Any) -> None:
        if actions.world_is_loaded() and not options["again"]:
            self.stdout.write("The world is loaded.")
            return
        loaded = actions.load_world()
        for part, seconds in loaded.seconds.items():
            self.stdout.write(f"{seconds:6.2f} s  {part}")
        self.stdout.write(f"{loaded.places} places and {loaded.names} names new or changed")

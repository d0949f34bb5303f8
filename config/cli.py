"""The ``antena`` command: every management command of the house under one name."""

import os
import sys


def main() -> None:
    """Run ``antena COMMAND …``; ``antena help`` lists the commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    arguments = sys.argv[1:]
    if arguments and not arguments[0].startswith("-"):
        # A module cannot be called live-check; a command can.
        arguments[0] = arguments[0].replace("-", "_")
    execute_from_command_line(["antena", *arguments])


if __name__ == "__main__":
    main()

"""The ``antena`` command: every management command of the house under one name."""

import os
import sys


def main() -> None:
    """Run ``antena COMMAND …``; ``antena help`` lists the commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["antena", *sys.argv[1:]])


if __name__ == "__main__":
    main()

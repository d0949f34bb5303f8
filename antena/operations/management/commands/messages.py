"""``antena messages``: gathers what screens say and shows what is not translated yet."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from antena.operations import translations


class Command(BaseCommand):
    """Merge new strings into every catalogue; ``--check`` changes nothing and fails when one is missing."""

    help = "Gather translatable strings into the catalogues and list what is not translated"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when a translation is missing")

    def handle(self, *_: Any, **options: Any) -> None:
        gathered = translations.gather(settings.BASE_DIR / "antena")
        missing = 0
        for language in settings.ASSOCIATION.languages:
            if language == "en":
                continue
            target = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            catalogue = translations.merged(target, gathered, language=language)
            if not options["check"]:
                translations.write(target, catalogue)
            lacking = translations.untranslated(catalogue)
            missing += len(lacking)
            self.stdout.write(f"{language}: {len(catalogue)} strings, {len(lacking)} to translate")
            for message in lacking[:20] if options["check"] else []:
                self.stdout.write(f"  {message.id!r}")
        if options["check"] and missing:
            raise CommandError(f"{missing} translations are missing")

"""``antena live-check``: ask the real sources a few questions and print what differs from the contracts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console

from antena.sources import catalogue, checking
from antena.sources.checking import Finding


class Command(BaseCommand):
    help = "Ask the real sources a few questions and print what differs from their contracts and samples."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "sources", nargs="*", metavar="SOURCE", help="only these; all where none is named"
        )
        parser.add_argument("--pages", type=int, default=3, help="how many answers to ask of each")
        parser.add_argument(
            "--keep", type=Path, help="a folder to write the answers to, for samples and replays"
        )
        parser.add_argument("--list", action="store_true", help="only print what was never tried live")

    def handle(
        self, *_args: Any, sources: list[str], pages: int, keep: Path | None, list: bool, **_options: Any
    ) -> None:
        console = Console(soft_wrap=True)
        if list:
            console.print(unverified(), markup=False, highlight=False)
            return
        known = catalogue.connectors()
        if strange := sorted(set(sources) - known.keys()):
            raise CommandError(f"no such source: {', '.join(strange)}; there are: {', '.join(known)}")
        odd = 0
        for source in sources or known:
            finding = checking.check(source=source, at=timezone.now(), pages=pages, keep=keep)
            _show(console, finding)
            odd += not finding.is_as_expected
        if odd:
            raise CommandError(
                f"{odd} of {len(sources or known)} sources differ from their contracts", returncode=1
            )


def unverified() -> str:
    """What was never tried against a live source, as the manual lists it: a heading and items a source."""
    parts = []
    for source, connector in catalogue.connectors().items():
        contract = connector.contract
        items = "\n".join(f"- [ ] {item}" for item in contract.unverified)
        parts.append(f"## {source} — {contract.name}\n\n{items or '- [ ] one whole run'}\n")
    return "\n".join(parts)


def _show(console: Console, finding: Finding) -> None:
    sign = "as expected" if finding.is_as_expected else "DIFFERS"
    total = "" if finding.total is None else f" of {finding.total} it announces"
    console.print(
        f"[bold]{finding.source}[/bold]: {sign}. {finding.asked} answers, {finding.rows} records{total},"
        f" {finding.drafts} understood"
    )
    lines = {
        "waits for the keys": finding.waits_for,
        "failed": finding.failures,
        "set aside": tuple(f"{count} × {problem}" for problem, count in finding.refused.items()),
        "unknown fields": finding.unknown_fields,
        "new in the answers": finding.shape.new,
        "in the samples, not seen": finding.shape.missing,
        "of another type": finding.shape.changed,
        "look at": finding.unverified,
    }
    for title, items in lines.items():
        for item in items[:20]:
            console.print(f"  {title}: {item}", markup=False)

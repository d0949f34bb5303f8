"""The sources: each folder here is one, with its contract, parser, requests, samples and expected drafts.

A new source is a new folder; nothing outside it changes.
"""

from functools import cache
from importlib import import_module
from pathlib import Path

from antena.sources import contracts
from antena.sources.pages import Connector

FOLDER = Path(__file__).parent


class UnknownSourceError(Exception):
    """No folder of the catalogue has this name; the message lists those there are."""


@cache
def folders() -> dict[str, Connector]:
    """Load every folder, by name, templates too. Raises `antena.sources.contracts.ContractError`."""
    return {path.parent.name: _load(path.parent) for path in sorted(FOLDER.glob("*/contract.toml"))}


@cache
def connectors() -> dict[str, Connector]:
    """Load every source, by name. Raises `antena.sources.contracts.ContractError`."""
    return {name: found for name, found in folders().items() if not found.contract.template}


def connector(source: str) -> Connector:
    """Return one source. Raises `UnknownSourceError`."""
    try:
        return connectors()[source]
    except KeyError:
        known = ", ".join(connectors())
        raise UnknownSourceError(f"no source is called {source!r}; there are: {known}") from None


def _load(folder: Path) -> Connector:
    requests = import_module(f"{__name__}.{folder.name}.requests")
    parser = import_module(f"{__name__}.{folder.name}.parser")
    return Connector(
        contract=contracts.load(folder),
        pages=requests.pages,
        bundle=parser.bundle,
        parse=parser.parse,
        split=getattr(parser, "split", None),
        scrub=getattr(parser, "scrub", None),
        scrub_lines=getattr(parser, "scrub_lines", None),
    )

"""Where drafts of places, projects and concepts go: stored, and linked to places."""

from collections.abc import Callable, Mapping
from typing import Final

from antena.records.importing.concepts import ConceptImporter
from antena.records.importing.facts import FactImporter
from antena.records.importing.projects import ProjectImporter
from antena.records.queries import linker
from antena.sources.contracts import Contract
from antena.sources.importing import Importer

__all__ = ["ConceptImporter", "FactImporter", "NoImporterError", "ProjectImporter", "importer_for"]


class NoImporterError(LookupError):
    """No importer of this package stores what the source gives; the message names both."""


def importer_for(contract: Contract) -> Importer:
    """The importer of the family of drafts the source gives. Raises `NoImporterError`.

    Signals have theirs in `antena.signals.importing`, above this package.
    """
    make = _IMPORTERS.get(contract.gives)
    if make is None:
        raise NoImporterError(f"{contract.source}: {contract.gives}")
    return make(contract)


_IMPORTERS: Final[Mapping[str, Callable[[Contract], Importer]]] = {
    "facts": lambda contract: FactImporter(authority=contract.authority, finder=linker),
    "projects": lambda _contract: ProjectImporter(),
    "concepts": lambda _contract: ConceptImporter(),
}

"""Which importer stores what a source gives: signals here, the other families in the package below."""

from antena.records import importing as records
from antena.signals.importing import SignalImporter
from antena.sources import queries
from antena.sources.importing import Importer


def importer_for(source: str) -> Importer:
    """The importer of what a source gives. Raises `UnknownSourceError`."""
    contract = queries.connector(source).contract
    return SignalImporter() if contract.gives == "signals" else records.importer_for(contract)

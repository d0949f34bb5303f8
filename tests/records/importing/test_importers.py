"""Each family of drafts has its importer."""

import pytest

from antena.records.importing import (
    ConceptImporter,
    FactImporter,
    NoImporterError,
    ProjectImporter,
    importer_for,
)
from antena.sources.queries import contracts


def test_every_source_but_those_of_signals_has_an_importer(db):
    kinds = {"facts": FactImporter, "projects": ProjectImporter, "concepts": ConceptImporter}
    for contract in contracts().values():
        if contract.gives == "signals":
            with pytest.raises(NoImporterError, match=contract.source):
                importer_for(contract)
        else:
            assert type(importer_for(contract)) is kinds[contract.gives]

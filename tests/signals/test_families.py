"""What a source gives goes to the importer that stores it."""

import msgspec
import pytest

from antena.records.importing import ConceptImporter, FactImporter, ProjectImporter
from antena.signals.families import importer_for
from antena.signals.importing import SignalImporter
from antena.sources import catalogue


@pytest.mark.parametrize(
    ("family", "importer"),
    [
        ("signals", SignalImporter),
        ("facts", FactImporter),
        ("projects", ProjectImporter),
        ("concepts", ConceptImporter),
    ],
)
def test_each_family_has_its_importer(
    family: str, importer: type[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = catalogue.connector("sedia")
    contract = msgspec.structs.replace(known.contract, gives=family)
    monkeypatch.setattr(catalogue, "connector", lambda _: msgspec.structs.replace(known, contract=contract))
    assert isinstance(importer_for("sedia"), importer)

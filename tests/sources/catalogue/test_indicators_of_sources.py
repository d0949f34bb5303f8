"""What sources give figures of is what the register of indicators defines, in four languages."""

from antena.places.indicators import indicators
from antena.sources.catalogue.eurostat.datasets import datasets
from antena.sources.catalogue.idescat.indicators import wanted
from antena.sources.catalogue.unsdg.series import series

GIVEN = {
    "idescat": {one.indicator for one in wanted().values() if one.indicator},
    "eurostat": {one.indicator for one in datasets().values()} | {"eurostat.degurba"},
    "unsdg": {one.indicator for one in series().values()},
}


def test_every_indicator_is_defined_and_every_definition_has_a_source() -> None:
    for source, given in GIVEN.items():
        assert {code for code in indicators() if code.startswith(f"{source}.")} == given


def test_every_indicator_has_a_unit_and_a_name_in_four_languages() -> None:
    for given in GIVEN.values():
        for code in given:
            one = indicators()[code]
            assert one.unit
            assert set(one.names) == {"ca", "es", "en", "fr"}
            assert not one.units or set(one.units) == {"ca", "es", "en", "fr"}


def test_no_two_numbers_become_one_indicator() -> None:
    for found in (wanted(), datasets(), series()):
        codes = [one.indicator for one in found.values() if one.indicator]
        assert len(codes) == len(set(codes))

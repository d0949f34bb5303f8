"""Taking the names of natural persons out of a table before anything of it is kept."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from antena.sources import tables
from antena.sources.catalogue.kohesio.organisations import is_organisation

DELIMITER: Final = ","
NAME: Final = "Beneficiary_Name"
# What names a beneficiary besides the name: an entity, or a tax number.
_OTHERS: Final = ("Beneficiary_Unique_Identifier", "Beneficiary_Local_Identifier")
# What stands in place of a name that was taken out: taking it out twice changes nothing.
LEFT_OUT: Final = "[left out]"
_BROKEN: Final = f'"{LEFT_OUT}'.encode()


def scrubbed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the records of a table, header first, without whoever may be a natural person.

    Of a record that is none only its length is left: nobody can tell what stands in it.
    """
    records = tables.records(lines)
    header = next(records, b"")
    yield header
    names = tables.header_of(header, DELIMITER)
    places = {name: place for place, name in enumerate(names) if name in {NAME, *_OTHERS}}
    for record in records:
        yield record if not places else _scrubbed(record, len(names), places)


def _scrubbed(record: bytes, columns: int, places: Mapping[str, int]) -> bytes:
    if record.startswith(_BROKEN):
        return record
    try:
        fields = next(csv.reader([record.decode()], delimiter=DELIMITER), [])
    except (UnicodeDecodeError, csv.Error):
        fields = []
    if len(fields) != columns:
        return _BROKEN + f' {len(record)} bytes"\n'.encode()
    name = fields[places[NAME]].strip() if NAME in places else ""
    if is_organisation(name) or not any(fields[place] not in {"", LEFT_OUT} for place in places.values()):
        return record
    # Without a name nobody can tell whose number it is.
    for column, place in places.items():
        fields[place] = LEFT_OUT if column == NAME and name else ""
    out = io.StringIO()
    csv.writer(out, delimiter=DELIMITER, lineterminator="\n").writerow(fields)
    return out.getvalue().encode()

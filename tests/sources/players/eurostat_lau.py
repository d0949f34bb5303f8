"""Plays the workbooks of local administrative units."""

import io
import zipfile
from typing import Any

import openpyxl

from tests.sources.playing import Asked, Told

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = (
    *("NUTS 3 CODE", "LAU CODE", "LAU NAME NATIONAL", "LAU NAME LATIN", "CHANGE (Y/N)", "POPULATION"),
    *("TOTAL AREA (m2)", "DEGURBA", "COASTAL AREA (yes/no)"),
)


class ThePlayer:
    """Three workbooks with 48 units of four countries, ten a piece."""

    source = "eurostat_lau"
    options = {"piece": 10}
    keys: dict[str, str] = {}

    def __init__(self) -> None:
        self.books = {
            "workbook": {"ES": [_unit("ES511", 8001 + number) for number in range(16)]},
            "workbook_north": {"DK": [_unit("DK011", 101 + number) for number in range(12)]},
            "workbook_south": {
                "EL": [_unit("EL303", f"0100{number:02}") for number in range(12)],
                "RO": [_unit("RO111", 1017 + number) for number in range(8)],
            },
        }
        self._made: dict[str, bytes] = {}

    def addresses(self, base: str) -> dict[str, str]:
        return {name: f"{base}/{name}.xlsx" for name in self.books}

    def told(self, asked: Asked) -> Told | None:
        name = asked.path.removeprefix("/").removesuffix(".xlsx")
        if name not in self.books:
            return None
        if name not in self._made:
            self._made[name] = workbook(self.books[name])
        return Told(self._made[name], MEDIA)

    def expected(self) -> set[str]:
        lengths = {"ES": 5, "DK": 3, "EL": 6, "RO": 1}
        return {
            f"{country}_{str(unit[1]).zfill(lengths[country])}"
            for sheets in self.books.values()
            for country, units in sheets.items()
            for unit in units
        }

    def shrink(self) -> None:
        self.books = {
            name: {country: units[-4:] for country, units in sheets.items()}
            for name, sheets in self.books.items()
        }
        self.books["workbook"]["ES"] = [_unit("ES511", "08001")]
        self._made.clear()

    def renamed(self, body: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w") as new:
            for part in old.namelist():
                new.writestr(part, old.read(part).replace(b"LAU CODE", b"UNIT CODE"))
        return out.getvalue()


def workbook(sheets: dict[str, list[tuple[Any, ...]]]) -> bytes:
    """A workbook with a sheet of notes, and one for each country."""
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["Local administrative units"])
    for country, units in sheets.items():
        sheet = book.create_sheet(country)
        sheet.append(HEADER)
        for unit in units:
            sheet.append(unit)
        sheet.append(["n.a. = not available"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _unit(nuts: str, code: int | str) -> tuple[Any, ...]:
    number = int(code)
    return (nuts, code, f"Commune {code}", f"Commune {code}", "n", number, number * 1000, 3, "no")

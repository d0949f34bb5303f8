"""The association's register of members: its own files, and the packages they name. Plain Python.

The register says who the members are (code, county, inhabitants). Names and borders come from files of
installed packages where a country has such; otherwise names stand in the register and there are no borders.
"""

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from antena.lib.association import Association
from antena.places.naming import written_order
from antena.places.topology import Topology, decode


class RegisterError(ValueError):
    """A file is missing or says something it may not; the message names the file, the line or the key."""


class Member(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the members' file. ``name`` and the coordinates only where no package has them."""

    code: str
    county: str
    population: int
    population_year: int
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None


class Division(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A county or a province; ``capitals`` are codes of members, more than one where the seat is shared."""

    code: str
    name: str
    capitals: list[str] = []
    mountain: bool = False


class NameFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A JSON list of records with names. ``code``: the keys whose values, joined, are a member's code."""

    file: str
    code: list[str]
    name: str
    articles: list[str] = []


class BorderFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A TopoJSON file whose shapes carry the members' codes, and one whose edges are the world's coasts."""

    file: str
    object: str
    land: str
    land_object: str


class Regions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The regions' file. ``geonames_admin1``: the first-level divisions members are in; none: anywhere."""

    counties: list[Division]
    provinces: list[Division] = []
    geonames_admin1: list[str] = []
    names: NameFile | None = None
    borders: BorderFile | None = None


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the association's files say, checked against each other.

    ``names`` holds every name of a member by its code, the official one first, as it is written.
    ``version`` changes with any byte of any of the files.
    """

    members: list[Member]
    regions: Regions
    names: dict[str, list[str]]
    borders: Topology | None
    land: Topology | None
    version: str

    def province_of(self, code: str) -> str:
        """The province that the member's code begins with; "" where none does."""
        fitting = [one.code for one in self.regions.provinces if code.startswith(one.code)]
        return max(fitting, key=len, default="")


def read(association: Association, *, packages: Path) -> Register:
    """Read the association's register; files of packages are below ``packages``. Raises `RegisterError`."""
    regions = _read_regions(association.regions)
    members = _read_members(association.members)
    counties = {one.code for one in regions.counties}
    for line, member in enumerate(members, start=2):
        if member.county not in counties:
            raise RegisterError(f"{association.members}: line {line}: no county {member.county!r}")
    borders = land = None
    if regions.borders:
        borders = decode(_bytes(packages / regions.borders.file), regions.borders.object)
        land = decode(_bytes(packages / regions.borders.land), regions.borders.land_object)
    return Register(
        members=members,
        regions=regions,
        names=dict(_names(members, regions, borders, packages)),
        borders=borders,
        land=land,
        version=version(association, packages=packages),
    )


def version(association: Association, *, packages: Path) -> str:
    """A digest of the register's files. Raises `RegisterError`."""
    regions = _read_regions(association.regions)
    files = [association.members, association.regions]
    files += [packages / part.file for part in (regions.names, regions.borders) if part]
    digest = hashlib.sha256(association.country.encode())
    for file in files:
        digest.update(_bytes(file))
    return digest.hexdigest()[:16]


def _read_regions(file: Path) -> Regions:
    try:
        return msgspec.convert(tomllib.loads(_bytes(file).decode()), Regions)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise RegisterError(f"{file}: {error}") from error


def _read_members(file: Path) -> list[Member]:
    try:
        rows = list(csv.DictReader(_bytes(file).decode("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RegisterError(f"{file}: {error}") from error
    members = [_member(file, line, row) for line, row in enumerate(rows, start=2)]
    if not members:
        raise RegisterError(f"{file}: there is no member in it")
    seen: set[str] = set()
    for line, member in enumerate(members, start=2):
        if member.code in seen:
            raise RegisterError(f"{file}: line {line}: {member.code} is there twice")
        seen.add(member.code)
    return members


def _member(file: Path, line: int, row: Mapping[str, Any]) -> Member:
    filled = {key: value for key, value in row.items() if value not in ("", None)}
    try:
        return msgspec.convert(filled, Member, strict=False)
    except msgspec.ValidationError as error:
        raise RegisterError(f"{file}: line {line}: {error}") from error


def _names(
    members: list[Member], regions: Regions, borders: Topology | None, packages: Path
) -> Iterator[tuple[str, list[str]]]:
    listed = _listed_names(regions.names, packages) if regions.names else {}
    for member in members:
        shape = borders.shapes.get(member.code) if borders else None
        found = [listed.get(member.code, ""), member.name, shape.name if shape else ""]
        names = list(dict.fromkeys(name for name in found if name))
        if not names:
            raise RegisterError(
                f"member {member.code} has no name in the register nor in the files it points to"
            )
        yield member.code, names


def _listed_names(source: NameFile, packages: Path) -> dict[str, str]:
    file = packages / source.file
    try:
        records = msgspec.json.decode(_bytes(file), type=list[dict[str, Any]])
        return {
            "".join(str(record[key]) for key in source.code): written_order(
                str(record[source.name]), source.articles
            )
            for record in records
        }
    except (msgspec.DecodeError, KeyError) as error:
        raise RegisterError(f"{file}: {error}") from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RegisterError(f"{file}: {error.strerror}") from error

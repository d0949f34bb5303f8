"""The association an installation serves, read from ``antena.toml``.

Everything that makes an installation Catalan, Flemish or Chilean is in that file and in those it names, so
that a second association starts from a configuration file and no code changes.
"""

import tomllib
from pathlib import Path

import msgspec


class SourceChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an association changes of a source's contract.

    ``ask`` says whether it is asked at all; None leaves it to the contract, which knows the country it is
    for. ``scope``, ``words`` and ``api`` replace single entries of the contract's tables.
    """

    ask: bool | None = None
    scope: dict[str, str] = {}
    words: dict[str, str] = {}
    api: dict[str, str] = {}


class Association(msgspec.Struct, frozen=True, kw_only=True):
    """What the configuration file says.

    ``languages`` are BCP 47 tags, the house's own first. ``map_bounds`` are west, south, east, north in
    degrees (WGS 84). ``sources`` is name of a source → what is changed of its contract. ``members`` and
    ``regions`` are paths, made absolute by `load`, as is ``programmes``, a folder of rules of programmes
    that the association wrote. ``mailbox`` is where towns abroad write to its international office, "" for
    nowhere.
    """

    name: str
    short_name: str
    country: str
    time_zone: str
    languages: tuple[str, ...]
    members: Path
    regions: Path
    map_bounds: tuple[float, float, float, float]
    sources: dict[str, SourceChoice] = {}
    programmes: Path | None = None
    mailbox: str = ""

    @property
    def language(self) -> str:
        """The house's own language, in which everything is written first."""
        return self.languages[0]


class ConfigurationError(Exception):
    """The configuration file is missing or says something it may not; the message names file and key."""


def load(path: Path) -> Association:
    """Read the association from ``path``. Raises `ConfigurationError`."""
    try:
        with path.open("rb") as file:
            values = tomllib.load(file)
        association = msgspec.convert(values, Association, dec_hook=_decode)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"{path}: {error}") from error
    if not association.languages:
        raise ConfigurationError(f"{path}: languages: name at least one")
    base = path.resolve().parent
    return msgspec.structs.replace(
        association,
        members=base / association.members,
        regions=base / association.regions,
        programmes=association.programmes and base / association.programmes,
    )


def _decode(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError(f"cannot read {value!r} as {kind}")

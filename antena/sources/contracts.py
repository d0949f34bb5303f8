"""The contract of a source: who publishes it, on what terms, how often, how much to expect."""

import tomllib
from pathlib import Path
from typing import Literal

import msgspec


class Rhythm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours expected between two runs, and between two new items: past them a source is late or silent."""

    run_hours: int
    item_hours: int


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many records a complete run brings: fewer than ``least`` refuses it, more than ``most`` warns."""

    least: int
    most: int


class Manners(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How we ask: seconds between two requests to one host, seconds we wait, how often we try one page."""

    interval_seconds: float
    timeout_seconds: float
    attempts: int = 3


class Contract(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``catalogue/<source>/contract.toml`` says. ``source`` is the name of the folder.

    ``gives`` says what its drafts become: "signals", "facts" (of places, and twin towns), "projects" (and who
    took part) or "concepts" (of EuroVoc). ``kinds`` are those of its signals, empty for the others. Where two
    sources tell of the same thing, the one with the greater ``authority`` leads.

    ``listing`` "full": a complete run lists everything, so what it leaves out is gone; "window": a run lists
    what is recent, and nothing is ever gone. ``believed_share``: a run that brings less than this share of
    what the last one brought is refused whole. ``raw_days``: how long raw answers are kept. ``api``:
    addresses by name; ``options`` and ``words``: numbers and strings only this source's connector reads.
    ``scope``: which country, region or class of places it asks for, in the source's own codes; another
    association asks for its own.
    ``for_country``: only associations of that country ask it unless they say so.
    ``needs``: names of keys the installation must have been given (SOURCE_KEYS); they come in ``keys``.
    ``unverified``: what nobody could try against the live source yet, one sentence each; `antena live-check`
    shows them. ``template``: no source itself, but what the sources are made of that the office adds
    (`antena.sources.models.Feed`). ``paused``: nobody wants it asked any more; what it brought stays.
    """

    source: str
    name: str
    publisher: str
    licence: str
    attribution: str
    home: str
    documentation: str
    languages: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    gives: Literal["signals", "facts", "projects", "concepts"] = "signals"
    authority: int = 50
    listing: Literal["full", "window"]
    believed_share: float
    raw_days: int
    rhythm: Rhythm
    expected: Expected
    manners: Manners
    api: dict[str, str]
    options: dict[str, int] = {}
    scope: dict[str, str] = {}
    for_country: str = ""
    words: dict[str, str] = {}
    needs: tuple[str, ...] = ()
    keys: dict[str, str] = {}
    unverified: tuple[str, ...] = ()
    template: bool = False
    paused: bool = False

    @property
    def missing_keys(self) -> tuple[str, ...]:
        """The keys without which this source cannot be asked."""
        return tuple(name for name in self.needs if not self.keys.get(name))


class ContractError(Exception):
    """A contract is missing or says something it may not; the message names file and key."""


def load(folder: Path) -> Contract:
    """Read the contract in ``folder``. Raises `ContractError`."""
    path = folder / "contract.toml"
    try:
        with path.open("rb") as file:
            values = tomllib.load(file)
        return msgspec.convert({**values, "source": folder.name}, Contract)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ContractError(f"{path}: {error}") from error

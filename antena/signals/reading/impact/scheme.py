"""The documented scheme of an impact algorithm, read from its TOML file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

CLASSES = ("duty", "money", "service", "opportunity", "none")
Weights = dict[str, float]

_FOLDER = Path(__file__).parent


class Phrase(msgspec.Struct, frozen=True):
    """Words that begin at the start of a word; ``open``: the last one may go on."""

    text: str
    open: bool


class Sign(msgspec.Struct, frozen=True):
    """Something that speaks for or against classes. ``eurovoc`` is concept id → English label."""

    name: str
    weights: Weights
    law: Weights
    phrases: dict[str, tuple[Phrase, ...]]
    eurovoc: dict[str, str]
    microthesauri: frozenset[str]


class Scheme(msgspec.Struct, frozen=True):
    """All weights of one algorithm: by kind, form, programme, what the rules say, theme, and sign."""

    name: str
    start: dict[str, Weights]
    forms: dict[str, Weights]
    programmes: dict[str, Weights]
    eligibility: dict[str, Weights]
    theme: Weights
    signs: tuple[Sign, ...]


@cache
def load(name: str) -> Scheme:
    """The scheme of that name. Raises FileNotFoundError, KeyError or msgspec.ValidationError."""
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        values = tomllib.load(file)
    signs = tuple(_sign(sign) for sign in values.pop("signs"))
    return msgspec.convert({**values, "signs": signs}, Scheme)


def _sign(values: dict[str, Any]) -> Sign:
    weights = {name: values[name] for name in CLASSES if name in values}
    return Sign(
        name=values["name"],
        weights=weights,
        law=weights | values.get("law", {}),
        phrases={
            language: tuple(Phrase(phrase.rstrip("*"), phrase.endswith("*")) for phrase in phrases)
            for language, phrases in values["words"].items()
        },
        eurovoc=values["eurovoc"],
        microthesauri=frozenset(values.get("microthesauri", ())),
    )

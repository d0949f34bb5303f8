"""Learned weights as small files: numbers in ``<name>.npz``, where they come from in ``<name>.toml``.

The files are shipped beside the code that reads them. The same numbers give the same bytes, so that learning
again from the same data changes nothing.
"""

import io
import tomllib
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

# A zip file wants a date for each of its members; the earliest it knows.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)


class WeightsError(Exception):
    """There are no weights of this name, or they cannot be read."""


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """Where weights come from.

    ``data`` names the public sets with their licences, ``split`` what was kept out of learning,
    ``learned_on`` is an ISO date, ``command`` rebuilds them. ``figures`` are what was measured on the part
    kept out.
    """

    what: str
    data: tuple[str, ...]
    split: str
    learned_on: str
    command: str
    model: str = ""
    figures: Mapping[str, float] = {}


class Weights(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Named arrays, names that go with them (classes, words), and the provenance of both."""

    name: str
    arrays: Mapping[str, NDArray[Any]]
    names: Mapping[str, tuple[str, ...]] = {}
    provenance: Provenance


@cache
def load(package: str, name: str) -> Weights:
    """The weights ``name`` shipped in ``package``; floats come back as float32. Raises `WeightsError`."""
    folder = resources.files(package)
    try:
        told = tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
        raw = (folder / f"{name}.npz").read_bytes()
        with np.load(io.BytesIO(raw), allow_pickle=False) as file:
            arrays = {key: _wide(file[key]) for key in file.files}
        return Weights(
            name=name,
            arrays=arrays,
            names=msgspec.convert(told.pop("names", {}), dict[str, tuple[str, ...]]),
            provenance=msgspec.convert(told, Provenance),
        )
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise WeightsError(f"{package}/{name}: {error}") from error


def store(weights: Weights, folder: Path) -> tuple[Path, Path]:
    """Write both files into ``folder``, floats in half precision; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers, told = folder / f"{weights.name}.npz", folder / f"{weights.name}.toml"
    with zipfile.ZipFile(numbers, "w", zipfile.ZIP_DEFLATED) as file:
        for key in sorted(weights.arrays):
            room = io.BytesIO()
            np.lib.format.write_array(room, _narrow(weights.arrays[key]), allow_pickle=False)
            member = zipfile.ZipInfo(f"{key}.npy", _NO_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(member, room.getvalue(), compresslevel=9)
    told.write_text(_toml(weights), "utf-8")
    return numbers, told


def _narrow(array: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(array.astype(np.float16) if array.dtype.kind == "f" else array)


def _wide(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(np.float32) if array.dtype.kind == "f" else array


def _toml(weights: Weights) -> str:
    """The few shapes of TOML needed here; strings are written as JSON, which TOML reads the same."""
    told = weights.provenance
    lines = [
        f"{key} = {_json(getattr(told, key))}"
        for key in ("what", "data", "split", "learned_on", "command", "model")
    ]
    for title, table in (("figures", told.figures), ("names", weights.names)):
        if table:
            lines += ["", f"[{title}]", *(f"{_json(key)} = {_json(table[key])}" for key in sorted(table))]
    return "\n".join(lines) + "\n"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

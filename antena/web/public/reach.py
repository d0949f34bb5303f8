"""For which towns a signal is: what the office sees on its page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from antena.matching.engine.vocabulary import BANDS, LARGEST, SIZES, band
from antena.matching.models import Match
from antena.signals.models import Signal
from antena.web import queries

TOP = 12


@dataclass(frozen=True)
class Band:
    """Towns of one size: how many the signal was suggested to, of how many."""

    label: str
    count: int
    of: int
    percent: int


@dataclass(frozen=True)
class Reached:
    """One of the best matches."""

    name: str
    slug: str
    bucket: str
    label: str
    percent: int


@dataclass(frozen=True)
class Reach:
    """All of it."""

    total: int
    bands: list[Band]
    top: list[Reached]


def reach(signal: Signal) -> Reach:
    """For whom a signal is: the best towns and the share of each size."""
    matches = queries.reach(signal)
    return Reach(len(matches), _bands(matches), [_reached(match) for match in matches[:TOP]])


def _bands(matches: list[Match]) -> list[Band]:
    served = [band(population) for population in queries.populations()]
    found = [
        band(match.profile.place.population)
        for match in matches
        if match.profile.place.population is not None
    ]
    codes = [code for code, _limit in BANDS] + [LARGEST]
    return [
        Band(
            label=_(SIZES[code]),
            count=found.count(code),
            of=served.count(code),
            percent=round(100 * found.count(code) / served.count(code)),
        )
        for code in codes
        if code in served
    ]


def _reached(match: Match) -> Reached:
    place = match.profile.place
    return Reached(
        place.name, place.slug, match.bucket, match.get_bucket_display(), round(100 * match.score)
    )

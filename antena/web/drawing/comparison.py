"""One number beside the middle of others: a bar, and a tick for each median."""

from dataclasses import dataclass

WIDTH = 200


@dataclass(frozen=True)
class Comparison:
    """A bar ``own`` long in a box ``width`` wide; ``county`` and ``country`` are where the medians stand."""

    own: int
    county: int | None
    country: int | None
    width: int = WIDTH


def compare(own: float, county: float | None, country: float | None) -> Comparison | None:
    """Draw the number beside the medians; None where there is nothing to compare or a bar would mislead.

    A bar begins at zero, so numbers below it have none.
    """
    values = [value for value in (own, county, country) if value is not None]
    top = max(values)
    if len(values) < 2 or min(values) < 0 or top == 0:
        return None
    own_at, county_at, country_at = (
        None if value is None else round(WIDTH * value / top) for value in (own, county, country)
    )
    return Comparison(own_at or 0, county_at, country_at)

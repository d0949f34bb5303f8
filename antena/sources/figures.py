"""Reading numbers, years, coordinates and countries as statistical offices write them; nothing raises."""

import math
import re
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?(?:[eE][+-]?\d{1,2})?")
_YEAR: Final = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_POINT: Final = re.compile(r"Point\(([-+.\dEe]+) ([-+.\dEe]+)\)", re.IGNORECASE)
# Where Eurostat's two letters are not those of ISO 3166-1.
_ISO: Final = {"EL": "GR", "UK": "GB"}


def number(value: object) -> float | None:
    """Read a figure: a number, or one written with a decimal point. None where it is none."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # an integer of a thousand digits is no figure either
    return float(value) if abs(value) < 1e18 and math.isfinite(value) else None


def whole(value: object) -> int | None:
    """Read a count: a number without a fraction. None where it is none."""
    found = number(value)
    return int(found) if found is not None and found == int(found) else None


def year(value: object) -> int | None:
    """Return the first year named in a period such as "2025", "2024/25", "01/01/2024" or 2023.0."""
    match = _YEAR.search(value if isinstance(value, str) else str(whole(value)))
    return int(match.group()) if match else None


def degrees(latitude: object, longitude: object) -> tuple[float, float] | None:
    """Read coordinates, WGS 84. None where they are none, or both zero, which stands for nobody knows."""
    found = number(latitude), number(longitude)
    if found[0] is None or found[1] is None or found == (0, 0):
        return None
    return (found[0], found[1]) if abs(found[0]) <= 90 and abs(found[1]) <= 180 else None


def point(text: str) -> tuple[float, float] | None:
    """Read "Point(longitude latitude)" of well-known text on Earth, as latitude and longitude."""
    match = _POINT.fullmatch(text.strip())
    return degrees(match[2], match[1]) if match else None


def iso_country(code: str) -> str:
    """Return the ISO 3166-1 letters of a country as Eurostat writes it."""
    return _ISO.get(code, code)

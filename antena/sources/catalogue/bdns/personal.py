"""Tax numbers of persons, which some publishers leave in their texts."""

import re
from typing import Final

_NUMBER: Final = re.compile(
    r"(?<![\w./-])(?:(?P<first>[XYZxyz])[ .-]?)?"
    r"(?P<digits>\d{1,2}[. ]?\d{3}[. ]?\d{3})[ .-]?(?P<letter>[A-Za-z])(?!\w)"
)
# The letter that the number leaves over when divided by 23.
_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
BLANKED: Final = "***"


def without_ids(text: str) -> str:
    """Blank every tax number of a person (DNI, NIE) in ``text``; the letter at its end must be its own."""
    return _NUMBER.sub(_blanked, text)


def _blanked(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match["digits"])
    first = (match["first"] or "").upper()
    if len(digits) != (7 if first else 8):
        return match[0]
    number = int(f"{'XYZ'.index(first)}{digits}" if first else digits)
    return BLANKED if _LETTERS[number % 23] == match["letter"].upper() else match[0]

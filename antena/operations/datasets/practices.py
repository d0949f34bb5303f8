"""Public descriptions of what places did to adapt to the climate."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from antena.operations.datasets.reading import NoDataError, json_lines

_CASES: Final = Path("climate_cases_es") / "adaptecca_cases_en.jsonl.gz"
# Some fields begin with the end of a tag that the extraction cut in two.
_REST_OF_A_TAG: Final = re.compile(r"^[^<>]{0,600}(?:lang=\"[^\"<>]*\"|mso-[^<>]*)>")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case. ``challenges`` says the need, ``solutions`` what was done; fields nobody filled are "".

    ``governance`` ("Local", "National"…) and ``regions`` ("Alpine", "Mediterranean"…) are the editors' own.
    """

    item_id: str
    title: str
    information: str
    challenges: str
    objectives: str
    solutions: str
    stakeholder: str = ""
    factors: str = ""
    budget: str = ""
    implementation: str = ""
    governance: str = ""
    regions: str = ""

    @property
    def whole(self) -> str:
        """Its text as a practice would be published, the challenge included."""
        return "\n".join(part for part in (self.challenges, self.rest) if part)

    @property
    def rest(self) -> str:
        """Its text without the challenge."""
        parts = (self.objectives, self.solutions, self.stakeholder, self.factors, self.budget)
        return "\n".join(part for part in (*parts, self.implementation) if part)


def cases(folder: Path) -> Sequence[Case]:
    """The 96 cases of AdapteCCa and Climate-ADAPT, in English. Raises `NoDataError`."""
    path = folder / _CASES
    try:
        return [
            msgspec.convert({name: _clean(value) for name, value in row.items() if value}, Case)
            for row in json_lines(path)
        ]
    except msgspec.ValidationError as error:
        raise NoDataError(f"{path}: {error}") from error


def _clean(value: str) -> str:
    return _REST_OF_A_TAG.sub("", value).strip()

"""What the languages of two countries have in common: a language, a family, a script. Plain Python."""

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from babel.core import get_global

from antena.matching.twins.world import Levels, Nation

# What two countries have in common, the least first; the numbers are levels of a feature.
UNKNOWN, NOTHING, SCRIPT, FAMILY, BRANCH, MINORITY, SECOND, MAIN = range(8)


@cache
def _branches() -> dict[str, tuple[str, str]]:
    """Language → its family and the branch of it, of the file in this package."""
    file = resources.files("antena.matching.twins") / "data" / "language_families.toml"
    families = tomllib.loads(file.read_text())
    return {
        language: (family, branch)
        for family, branches in families.items()
        for branch, languages in branches.items()
        for language in languages
    }


@cache
def script_of(tag: str) -> str:
    """The script a language is usually written in (CLDR), "" where CLDR does not say."""
    parts = tag.replace("_", "-").split("-")
    known = get_global("likely_subtags")
    likely = known.get("_".join(parts)) or known.get(parts[0]) or ""
    found = [part for part in likely.split("_") if len(part) == 4]
    return found[0] if found else ""


def in_common(one: Sequence[str], other: Sequence[str]) -> int:
    """The closest thing two countries' languages (BCP 47, most spoken first) have in common.

    `MAIN`: the most spoken of both is the same. `SECOND`: the most spoken of one is among the first three of
    the other. `MINORITY`: any language is the same. Then the branch and the family of the most spoken ones
    (Romance, Indo-European), and their script.
    """
    left, right = [tag.split("-")[0] for tag in one], [tag.split("-")[0] for tag in other]
    if not left or not right:
        return UNKNOWN
    if left[0] == right[0]:
        return MAIN
    if left[0] in right[:3] or right[0] in left[:3]:
        return SECOND
    related = _related(left[0], right[0])
    if related == BRANCH or not set(left) & set(right):
        return related if related else _written_alike(one[0], other[0])
    return MINORITY


def _related(one: str, other: str) -> int:
    """`BRANCH`, `FAMILY`, or 0 where two languages are not known to be related."""
    left, right = _branches().get(one), _branches().get(other)
    if left is None or right is None or left[0] != right[0]:
        return 0
    return BRANCH if left == right else FAMILY


def _written_alike(one: str, other: str) -> int:
    return SCRIPT if script_of(one) and script_of(one) == script_of(other) else NOTHING


@lru_cache(maxsize=4)
def table(nations: tuple[Nation, ...]) -> Levels:
    """`in_common` of each two countries, (c, c)."""
    found = np.zeros((len(nations), len(nations)), dtype=np.uint8)
    for row, one in enumerate(nations):
        for column in range(row, len(nations)):
            found[row, column] = found[column, row] = in_common(one.languages, nations[column].languages)
    return found

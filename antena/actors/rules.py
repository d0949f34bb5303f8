"""What makes an organisation itself, when it must be looked at again, and who may write it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import rules

from antena.accounts.rules import is_officer
from antena.lib.text import normalise

# Addresses and posts change: what nobody looked at for this long is to be checked.
CHECK_AFTER: Final = timedelta(days=183)

# The identifiers by which two records are known to be of one organisation, the surest first.
IDENTIFYING: Final = ("file", "erasmus", "wikidata", "pic")
# Name and city, or the name alone where one of the two names no city.
_SCHEMES: Final = (*IDENTIFYING, "name", "bare")

EDIT_DIRECTORY: Final = "actors.edit_directory"
rules.set_perm(EDIT_DIRECTORY, is_officer)


def can_edit_directory(user: object) -> bool:
    """Whether ``user`` may write organisations and read the office's notes on them."""
    return bool(rules.has_perm(EDIT_DIRECTORY, user))


def is_to_check(checked_on: date | None, *, today: date) -> bool:
    """Whether somebody should look whether the record still holds."""
    return checked_on is None or today - checked_on > CHECK_AFTER


def keys_of(kind: str, facts: Mapping[str, Any]) -> list[str]:
    """What the organisation is found again by, the surest first: its identifiers, then name, country, city.

    Two organisations of one kind may share a name in one country (schools called after the same poet) and
    even a number given twice by mistake, so the surest scheme that both have decides: see `are_one`.
    """
    identifiers = facts.get("identifiers") or {}
    found = [f"{scheme}:{identifiers[scheme]}" for scheme in IDENTIFYING if identifiers.get(scheme)]
    bare = f"{kind}:{facts.get('country') or ''}:{normalise(facts.get('name') or '')}"
    if city := normalise(facts.get("city") or ""):
        found.append(f"name:{bare}:{city}")
    return [*found, f"bare:{bare}"]


def are_one(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether two lists of keys are of one organisation: by the surest scheme that both have."""
    own, other = (dict(key.split(":", 1) for key in keys) for keys in (mine, theirs))
    return next(
        (own[scheme] == other[scheme] for scheme in _SCHEMES if scheme in own and scheme in other), False
    )

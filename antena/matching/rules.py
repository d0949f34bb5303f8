"""Who may do what with profiles and verdicts: the office anywhere, people of a town where it says so.

The object of each permission is a `Profile`.
"""

from typing import Protocol

import rules

from antena.accounts.models import User
from antena.accounts.rules import is_officer


class HasKey(Protocol):
    """A profile, as far as permissions look at it."""

    pk: int


def has_access(user: object, profile: HasKey | None) -> bool:
    """Whether somebody is of this town."""
    return _has_access(user, profile)


def may_write(user: object, profile: HasKey | None) -> bool:
    """Whether somebody is of this town and may write for it."""
    return _has_access(user, profile, can_edit=True)


def _has_access(user: object, profile: HasKey | None, **also: bool) -> bool:
    if not isinstance(user, User) or not user.is_active or profile is None:
        return False
    return bool(user.town_access.filter(profile_id=profile.pk, **also).exists())


SEE_VERDICTS = "matching.see_verdicts"
EDIT_PROFILE = "matching.edit_profile"
GIVE_VERDICT = "matching.give_verdict"

_writes = is_officer | rules.predicate(may_write)
rules.set_perm(SEE_VERDICTS, is_officer | rules.predicate(has_access))
rules.set_perm(EDIT_PROFILE, _writes)
rules.set_perm(GIVE_VERDICT, _writes)


def can_edit_profile(user: object, profile: HasKey) -> bool:
    """Whether ``user`` may write what the town says of itself."""
    return bool(rules.has_perm(EDIT_PROFILE, user, profile))


def can_give_verdict(user: object, profile: HasKey) -> bool:
    """Whether ``user`` may answer for the town."""
    return bool(rules.has_perm(GIVE_VERDICT, user, profile))


def can_see_verdicts(user: object, profile: HasKey) -> bool:
    """Whether ``user`` may see what the town answered."""
    return bool(rules.has_perm(SEE_VERDICTS, user, profile))

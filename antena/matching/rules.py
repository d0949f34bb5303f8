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


@rules.predicate
def has_access(user: object, profile: HasKey | None) -> bool:
    """Whether somebody is of this town."""
    return (
        isinstance(user, User)
        and user.is_active
        and profile is not None
        and user.town_access.filter(profile_id=profile.pk).exists()
    )


@rules.predicate
def may_write(user: object, profile: HasKey | None) -> bool:
    """Whether somebody is of this town and may write for it."""
    return (
        isinstance(user, User)
        and user.is_active
        and profile is not None
        and user.town_access.filter(profile_id=profile.pk, can_edit=True).exists()
    )


SEE_VERDICTS = "matching.see_verdicts"
EDIT_PROFILE = "matching.edit_profile"
GIVE_VERDICT = "matching.give_verdict"

rules.set_perm(SEE_VERDICTS, is_officer | has_access)
rules.set_perm(EDIT_PROFILE, is_officer | may_write)
rules.set_perm(GIVE_VERDICT, is_officer | may_write)


def can_edit_profile(user: object, profile: HasKey) -> bool:
    """Whether ``user`` may write what the town says of itself."""
    return bool(rules.has_perm(EDIT_PROFILE, user, profile))


def can_give_verdict(user: object, profile: HasKey) -> bool:
    """Whether ``user`` may answer for the town."""
    return bool(rules.has_perm(GIVE_VERDICT, user, profile))


def can_see_verdicts(user: object, profile: HasKey) -> bool:
    """Whether ``user`` may see what the town answered."""
    return bool(rules.has_perm(SEE_VERDICTS, user, profile))

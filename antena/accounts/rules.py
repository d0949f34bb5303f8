"""Who counts as what, for every package's own permissions."""

import rules

from antena.accounts.enums import Role
from antena.accounts.models import User


@rules.predicate
def is_officer(user: object) -> bool:
    """Somebody of the international office, or who keeps the installation running."""
    return isinstance(user, User) and user.is_active and (user.role == Role.OFFICER or user.is_superuser)

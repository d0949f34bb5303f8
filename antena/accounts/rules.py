"""Who counts as what, for every package's own permissions."""

import rules

from antena.accounts.enums import Role
from antena.accounts.models import User


def works_in_the_office(user: object) -> bool:
    """Somebody of the international office, or who keeps the installation running."""
    return isinstance(user, User) and user.is_active and (user.role == Role.OFFICER or user.is_superuser)


# The same as a predicate, to be combined with what a record itself says of the person.
is_officer = rules.predicate(works_in_the_office)

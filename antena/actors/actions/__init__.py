"""What is done with organisations: written one by one by people, many at once from files."""

from antena.actors.actions.editing import (
    UnknownFieldError,
    create_organisation,
    edit_organisation,
    mark_checked,
)
from antena.actors.actions.storing import (
    OrganisationDraft,
    remove_organisations,
    store_organisations,
)

__all__ = [
    "OrganisationDraft",
    "UnknownFieldError",
    "create_organisation",
    "edit_organisation",
    "mark_checked",
    "remove_organisations",
    "store_organisations",
]

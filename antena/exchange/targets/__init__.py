"""What files can be brought for: events, practices, and directories of organisations."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from antena.actors.enums import OrganisationKind
from antena.exchange.targets.columns import EXPECTS, Column, header, names_of
from antena.exchange.targets.organisations import OrganisationTarget
from antena.exchange.targets.signals import SignalTarget
from antena.exchange.targets.target import FieldChange, Plan, Reading, Target, Undo, Written
from antena.signals.enums import Kind

TARGETS: Final[dict[str, Target]] = {
    target.name: target
    for target in (
        SignalTarget(Kind.EVENT, _("Events")),
        SignalTarget(Kind.PRACTICE, _("Good practices")),
        OrganisationTarget(OrganisationKind.CONSULATE, _("Consulates")),
        OrganisationTarget(OrganisationKind.NETWORK, _("Networks of local governments")),
        OrganisationTarget(OrganisationKind.UNIVERSITY, _("Universities")),
        OrganisationTarget(OrganisationKind.ASSOCIATION, _("Associations")),
        OrganisationTarget(OrganisationKind.EXTERNAL_BODY, _("Public bodies working abroad")),
        OrganisationTarget(OrganisationKind.COMPANY, _("Companies")),
        OrganisationTarget(OrganisationKind.OTHER, _("Other organisations")),
    )
}

__all__ = [
    "EXPECTS",
    "TARGETS",
    "Column",
    "FieldChange",
    "Plan",
    "Reading",
    "Target",
    "Undo",
    "Written",
    "header",
    "names_of",
]

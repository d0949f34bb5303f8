"""Kinds, roles and states of records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectKind(models.TextChoices):
    """What a record of work is."""

    PROJECT = "project", _("Project")
    NOTICE = "notice", _("Procurement notice")


class Role(models.TextChoices):
    """What a body was in a project."""

    COORDINATOR = "coordinator", _("Coordinator")
    PARTNER = "partner", _("Partner")
    ASSOCIATED = "associated", _("Associated partner")
    THIRD_PARTY = "third_party", _("Third party")
    BENEFICIARY = "beneficiary", _("Beneficiary")
    BUYER = "buyer", _("Buyer")


class BodyKind(models.TextChoices):
    """What a body is, as its name says it."""

    MUNICIPALITY = "municipality", _("Municipality")
    OTHER_PUBLIC = "other_public", _("Other public body")
    OTHER = "other", _("Other body")
    UNKNOWN = "unknown", _("Unknown")


class LinkState(models.TextChoices):
    """Who says which place a body is. What a person said (confirmed, rejected) nothing else overwrites."""

    NONE = "none", _("No place")
    LINKED = "linked", _("Linked by its name")
    PROPOSED = "proposed", _("To be checked")
    CONFIRMED = "confirmed", _("Confirmed by a person")
    REJECTED = "rejected", _("Rejected by a person")


BY_PERSON = frozenset({LinkState.CONFIRMED, LinkState.REJECTED})
# A place has the track record of the bodies that are it.
IS_THE_PLACE = frozenset({LinkState.LINKED, LinkState.CONFIRMED})

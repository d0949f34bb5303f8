"""Kinds, states and classes of signals."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a signal is."""

    CALL = "call", _("Call")
    ACT = "act", _("Act")
    PROPOSAL = "proposal", _("Proposal")
    COMMUNICATION = "communication", _("Communication")
    CONSULTATION = "consultation", _("Consultation")
    OPINION = "opinion", _("Opinion")
    PROCEDURE = "procedure", _("Legislative procedure")
    PRACTICE = "practice", _("Good practice")
    EVENT = "event", _("Event")
    PARTNER_REQUEST = "partner_request", _("Partner search")
    NEWS = "news", _("News")


class Status(models.TextChoices):
    """Where a signal stands, recomputed from its dates; what a source states is only a hint."""

    FORTHCOMING = "forthcoming", _("Forthcoming")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    IN_FORCE = "in_force", _("In force")
    NO_LONGER_IN_FORCE = "no_longer_in_force", _("No longer in force")
    UNDER_WAY = "under_way", _("Under way")
    UNKNOWN = "unknown", _("Unknown")


class Impact(models.TextChoices):
    """How a signal touches local government, the strongest first."""

    DUTY = "duty", _("Legal duty")
    MONEY = "money", _("Money")
    SERVICE = "service", _("Service")
    OPPORTUNITY = "opportunity", _("Opportunity")
    NONE = "none", _("Does not touch local government")


class TextOrigin(models.TextChoices):
    """Who wrote a text."""

    OFFICIAL = "official", _("Official text")
    PERSON = "person", _("Written by the office")
    MACHINE = "machine", _("Machine translation")


class Triage(models.TextChoices):
    """What the office decided of a signal that arrived."""

    NEW = "new", _("To look at")
    KEPT = "kept", _("Kept")
    DISMISSED = "dismissed", _("Set aside")


class RuleKind(models.TextChoices):
    """What an eligibility rule is about."""

    WHO = "who", _("Who can apply")
    WHERE = "where", _("From where")
    PARTNERS = "partners", _("How many partners")
    COUNTRIES = "countries", _("From how many countries")
    SIZE = "size", _("Size of the municipality")
    BUDGET = "budget", _("Amount")
    RATE = "rate", _("Share that is paid")
    DURATION = "duration", _("Duration")


class Sameness(models.TextChoices):
    """Whether two signals are the same thing, as far as anybody has decided."""

    PENDING = "pending", _("To decide")
    SAME = "same", _("The same thing")
    DIFFERENT = "different", _("Two things")


class Stage(models.TextChoices):
    """Where a law in the making stands, in the order of its life."""

    PREPARED = "prepared", _("Prepared")
    CONSULTED = "consulted", _("Consulted")
    PROPOSED = "proposed", _("Proposed")
    DEBATED = "debated", _("Debated")
    ADOPTED = "adopted", _("Adopted")
    IN_FORCE = "in_force", _("In force")
    APPLIED = "applied", _("Applied")

"""Buckets of the radar and verdicts of people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Bucket(models.TextChoices):
    """What a match asks of a town."""

    ACT = "act", _("Act now")
    FOLLOW = "follow", _("Follow")
    INSPIRE = "inspire", _("Be inspired")


class Answer(models.TextChoices):
    """What a person says of a match."""

    RELEVANT = "relevant", _("Relevant")
    NOT_FOR_US = "not_for_us", _("Not for us")
    DONE = "done", _("Done")


class Capacity(models.TextChoices):
    """What a town hall can carry by itself."""

    NONE = "none", _("Nobody for European matters")
    SHARED = "shared", _("Shared with the county or another body")
    PART_TIME = "part_time", _("Somebody part of their time")
    TEAM = "team", _("A team")


class PriorityKind(models.TextChoices):
    """What a priority is about."""

    THEME = "theme", _("A theme")
    GOAL = "goal", _("A Sustainable Development Goal")
    PROGRAMME = "programme", _("A programme")


class VersionState(models.TextChoices):
    """Where a version of the weights stands. Only a person makes one active."""

    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("In force")
    RETIRED = "retired", _("Retired")


class TwinMark(models.TextChoices):
    """What a town says of a place as a possible twin."""

    INTERESTED = "interested", _("Interested")
    EXCLUDED = "excluded", _("Not this one")


class ExclusionReason(models.TextChoices):
    """Why a place is not to be proposed to a town again."""

    TALKING = "talking", _("We are already talking")
    NOT_WANTED = "not_wanted", _("Not wanted")
    OTHER = "other", _("Another reason")

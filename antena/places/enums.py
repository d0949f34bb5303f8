"""Kinds of places and regions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    """What a row of the register of places is."""

    SETTLEMENT = "settlement", _("Settlement")
    MUNICIPALITY = "municipality", _("Municipality")


class RegionKind(models.TextChoices):
    """The divisions a municipality belongs to."""

    COUNTY = "county", _("County")
    PROVINCE = "province", _("Province")


class PopulationBand(models.TextChoices):
    """How many live in a municipality, in the steps that Spanish local law and EU calls care about."""

    TO_500 = "to-500", _("up to 500 inhabitants")
    TO_2000 = "to-2000", _("501 to 2,000 inhabitants")
    TO_5000 = "to-5000", _("2,001 to 5,000 inhabitants")
    TO_20000 = "to-20000", _("5,001 to 20,000 inhabitants")
    TO_50000 = "to-50000", _("20,001 to 50,000 inhabitants")
    TO_100000 = "to-100000", _("50,001 to 100,000 inhabitants")
    OVER_100000 = "over-100000", _("more than 100,000 inhabitants")
    UNKNOWN = "unknown", _("number of inhabitants unknown")


class TwinState(models.TextChoices):
    """What people said of a twinning that a source tells of."""

    TOLD = "told", _("told by a source, nobody has confirmed it")
    CONFIRMED = "confirmed", _("confirmed")
    DENIED = "denied", _("denied")


class Unplaced(models.TextChoices):
    """Why nobody knows which place a source speaks of."""

    NOT_FOUND = "not_found", _("no place has this name or code")
    SEVERAL = "several", _("several places have this name")
    FAR_AWAY = "far_away", _("the place of this name is somewhere else")
    UNSURE = "unsure", _("a place is like it, too little to be sure")
    NO_NAME = "no_name", _("the code is not known and no name came with it")
    NO_COUNTRY = "no_country", _("no country came with the name")

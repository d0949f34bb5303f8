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

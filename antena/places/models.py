"""Places of the world. Bulk, public, loaded by COPY; the one exception to audit rows on every change."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from antena.places.enums import PlaceKind, RegionKind


class Country(models.Model):
    """A country. Names in any language come from CLDR, by ``code`` (ISO 3166-1 alpha-2)."""

    code = models.CharField(max_length=2, primary_key=True)
    iso3 = models.CharField(max_length=3)
    continent = models.CharField(max_length=2)
    in_eu = models.BooleanField(default=False)
    languages = models.JSONField(default=list)
    neighbours = models.JSONField(default=list)


class Region(models.Model):
    """A division of a country, such as a comarca (kind county) or a province. ``code`` is the national one."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=RegionKind.choices)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=120)
    is_mountain = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "kind", "code"], name="one_region_per_country_kind_and_code"
            )
        ]
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A settlement or a municipality anywhere. A municipality and its main settlement are one row.

    ``search_names`` holds every known name in every script, normalised and separated by " | ", for the trigram
    index. ``population`` is in inhabitants, null where nobody says; coordinates are degrees, WGS 84.
    """

    kind = models.CharField(max_length=12, choices=PlaceKind.choices, default=PlaceKind.SETTLEMENT)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    geonames_id = models.BigIntegerField(null=True, unique=True)
    # The local administrative unit's code; in Spain the five digits of INE.
    lau_code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=220)
    sort_key = models.CharField(max_length=200)
    search_names = models.TextField(default="")
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.BigIntegerField(null=True)
    population_year = models.PositiveSmallIntegerField(null=True)
    admin1 = models.CharField(max_length=20, blank=True)
    county = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    province = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    is_coastal = models.BooleanField(default=False)
    area_km2 = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "lau_code"],
                condition=~models.Q(lau_code=""),
                name="one_place_per_lau_code",
            )
        ]
        indexes = [
            GinIndex(fields=["search_names"], opclasses=["gin_trgm_ops"], name="place_names_trigram"),
            models.Index(fields=["country", "-population"], name="place_country_population"),
        ]

    def __str__(self) -> str:
        return self.name


class Border(models.Model):
    """The outline of a municipality. ``rings`` is a list of polygons, each a list of rings of [lon, lat]."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="border", primary_key=True)
    rings = models.JSONField()
    # west, south, east, north in degrees
    bounds = models.JSONField()
    neighbours = models.ManyToManyField(Place, related_name="+")

"""Places of the world. Bulk, public, loaded by COPY; the one exception to audit rows on every change."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from antena.places.enums import PlaceKind, RegionKind


class Country(models.Model):
    """A country. Names in any language come from CLDR, by ``code`` (ISO 3166-1 alpha-2).

    ``languages`` are BCP 47 tags, the most spoken first; ``neighbours`` are codes of countries with a land
    border; ``continent`` is GeoNames' two letters.
    """

    code = models.CharField(max_length=2, primary_key=True)
    iso3 = models.CharField(max_length=3)
    continent = models.CharField(max_length=2)
    in_eu = models.BooleanField(default=False)
    languages = models.JSONField(default=list)
    neighbours = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.code


class Region(models.Model):
    """A division of a country, such as a comarca (kind county) or a province. ``code`` is the national one.

    ``capital_codes`` are the ``lau_code`` of the municipalities where the division has its seat.
    """

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=RegionKind.choices)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=120)
    is_mountain = models.BooleanField(default=False)
    capital_codes = models.JSONField(default=list)

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

    ``population`` is in inhabitants, null where nobody says; coordinates are degrees, WGS 84. ``is_member``
    marks the municipalities of the association this installation serves; they have a ``slug``, unique in
    their country, and settlements have none. Other names, in any script, are `PlaceName` rows.
    """

    kind = models.CharField(max_length=12, choices=PlaceKind.choices, default=PlaceKind.SETTLEMENT)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", db_index=False)
    geonames_id = models.BigIntegerField(null=True, unique=True)
    # The local administrative unit's code; in Spain the five digits of INE.
    lau_code = models.CharField(max_length=20, blank=True)
    is_member = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=220, blank=True)
    sort_key = models.CharField(max_length=200)
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
            ),
            models.UniqueConstraint(
                fields=["country", "slug"], condition=~models.Q(slug=""), name="one_place_per_slug"
            ),
        ]
        indexes = [
            models.Index(fields=["country", "-population"], name="place_country_population"),
            models.Index(
                fields=["sort_key"], condition=models.Q(is_member=True), name="place_members_by_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceName(models.Model):
    """One way to write a place's name, normalised (`antena.lib.text.normalise`): what search looks through.

    One row per name, because trigram similarity of a whole short name finds typing errors with PostgreSQL's
    own thresholds and says which name was meant; one long text of all names needs lower thresholds and
    compares thousands of letters. ``weight`` in [0, 1] grows with the logarithm of the population, so that
    the best of a prefix are chosen without reading `Place`.
    """

    pk = models.CompositePrimaryKey("place_id", "text")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names", db_index=False)
    # Byte order, so that a range over the index is a prefix whatever the server's language is.
    text = models.CharField(max_length=200, db_collation="C")
    is_member = models.BooleanField(default=False)
    weight = models.FloatField()

    class Meta:
        indexes = [
            models.Index(fields=["text"], include=["place", "weight"], name="place_name_prefix"),
            GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="place_name_trigram"),
            GinIndex(
                fields=["text"],
                opclasses=["gin_trgm_ops"],
                condition=models.Q(is_member=True),
                name="place_member_name_trigram",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Border(models.Model):
    """The outline of a municipality. ``rings`` is a list of polygons, each a list of rings of [lon, lat]."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="border", primary_key=True)
    rings = models.JSONField()
    # west, south, east, north in degrees
    bounds = models.JSONField()
    neighbours = models.ManyToManyField(Place, related_name="+")


class Load(models.Model):
    """What was loaded: ``version`` names package versions and a hash of files, so that it is done once."""

    name = models.CharField(max_length=20, primary_key=True)
    version = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

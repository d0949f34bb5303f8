"""Places of the world. Bulk, public, loaded by COPY; the one exception to audit rows on every change."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from antena.accounts.models import User
from antena.places.enums import PlaceKind, RegionKind, TwinState, Unplaced


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
    altitude_m = models.FloatField(null=True)
    # Eurostat's degree of urbanisation: 1 city, 2 town or suburb, 3 countryside.
    degurba = models.PositiveSmallIntegerField(null=True)

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


class PlaceContact(models.Model):
    """How to reach a town hall. Apart from `Place`, because a few thousand of 235,000 have one."""

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="contact", primary_key=True)
    website = models.URLField(max_length=500, blank=True)
    # a generic mailbox, never a person's
    email = models.EmailField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.website or self.email


class PlaceCode(models.Model):
    """What another register calls a place: ``scheme`` is "lau", "wikidata", "idescat", "gisco", "nuts3"…

    A code that ``identifies`` belongs to one place of the country; others, such as a NUTS region's, are
    shared. ``confidence`` in [0, 1] is that of the join the code came with.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="codes", db_index=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", db_index=False)
    scheme = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    identifies = models.BooleanField(default=True)
    source = models.SlugField(max_length=40, db_index=False)
    authority = models.PositiveSmallIntegerField()
    confidence = models.FloatField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code", "country"],
                condition=models.Q(identifies=True),
                name="one_place_per_scheme_and_code",
            ),
            models.UniqueConstraint(fields=["place", "scheme", "code"], name="one_code_per_place_and_scheme"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.code}"


class Told(models.Model):
    """One record of a source, with whose it is: the provenance of what it says of a place.

    ``authority`` is the source's, the higher the more it is believed; ``evidence`` is what the join to the
    place rests on; ``content_hash`` changes whenever anything the source says does.
    """

    source = models.SlugField(max_length=40, db_index=False)
    external_id = models.CharField(max_length=200)
    authority = models.PositiveSmallIntegerField()
    evidence = models.JSONField(default=list)
    url = models.CharField(max_length=500, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    attribution = models.CharField(max_length=200, blank=True)
    content_hash = models.CharField(max_length=32)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    delisted_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Statement(Told):
    """What one record of a source says of a place, or of a region or country (``area``): the provenance.

    ``said`` is field → value ("population", "names.ca", "codes.wikidata"…); what a source stops saying stays.
    ``ref`` is the place as the source names it. Where nobody knows which place that is, both ``place`` and
    ``area`` are empty, ``reason`` says why, and ``figures`` keeps the values that have nowhere to go yet.
    Which statement a place shows is `rules.leading`: what a person said stands above every source.
    """

    place = models.ForeignKey(
        Place, null=True, on_delete=models.CASCADE, related_name="statements", db_index=False
    )
    # A NUTS code, or the two letters of a country (ISO 3166-1); "" for a place.
    area = models.CharField(max_length=12, blank=True)
    # how sure the join to the place is, in [0, 1]
    confidence = models.FloatField(default=1.0)
    reason = models.CharField(max_length=12, choices=Unplaced.choices, blank=True)
    ref = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    figures = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_statement_per_record")
        ]
        indexes = [
            models.Index(
                fields=["place"], condition=models.Q(place__isnull=False), name="statement_of_place"
            ),
            models.Index(
                fields=["source"],
                condition=models.Q(place__isnull=True, area=""),
                name="statement_of_no_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}"


class Figure(models.Model):
    """One value of an indicator (`antena.places.indicators`) in a period, of a place or of an ``area``.

    ``status`` is the publisher's remark: "" final, "provisional", "estimated".
    """

    place = models.ForeignKey(
        Place, null=True, on_delete=models.CASCADE, related_name="figures", db_index=False
    )
    area = models.CharField(max_length=12, blank=True)
    indicator = models.CharField(max_length=60)
    period = models.CharField(max_length=10)
    value = models.FloatField()
    status = models.CharField(max_length=20, blank=True)
    source = models.SlugField(max_length=40, db_index=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "area", "indicator", "period", "source"],
                nulls_distinct=False,
                name="one_figure_per_place_and_period",
            )
        ]
        indexes = [models.Index(fields=["indicator", "period"], include=["value"], name="figure_by_period")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"


class TwinTown(Told):
    """A twinning as one record of a source tells it; what people say of it is said of the pair.

    ``name``, ``country_code`` and the coordinates are the twin's as told; ``twin`` is the place found for it,
    with ``confidence`` in [0, 1]. ``place`` is null while nobody knows whose twin it is.
    """

    place = models.ForeignKey(Place, null=True, on_delete=models.CASCADE, related_name="twinnings")
    twin = models.ForeignKey(Place, null=True, on_delete=models.SET_NULL, related_name="twinned_by")
    name = models.CharField(max_length=200)
    country_code = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=TwinState.choices, default=TwinState.TOLD)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    confidence = models.FloatField(default=0.0)
    # why the place, or where that is known the twin, was not found
    reason = models.CharField(max_length=12, choices=Unplaced.choices, blank=True)
    # both ends as the source names them
    refs = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_twinning_per_record")
        ]
        indexes = [
            models.Index(
                fields=["source"],
                condition=models.Q(place__isnull=True) | models.Q(twin__isnull=True),
                name="twinning_not_linked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.place_id} – {self.name}"


class Load(models.Model):
    """What was loaded: ``version`` names package versions and a hash of files, so that it is done once."""

    name = models.CharField(max_length=20, primary_key=True)
    version = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

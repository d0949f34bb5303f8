"""Who did what: projects and notices, the bodies that took part, and the places they are.

Bulk and public like `antena.places.models`: written by COPY, never deleted; what a source no longer lists is
marked. A project's words are JSON in its row, since they are shown whole, and most sources have them in
one language; they are searched by the beginnings of words, of whatever language.
"""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func

from antena.places.models import Place
from antena.records.enums import BodyKind, LinkState, ProjectKind, Role


class Sourced(models.Model):
    """A record of a source: ``content_hash`` changes whenever anything the source says of it does."""

    source = models.SlugField(max_length=40, db_index=False)
    external_id = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=48)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()

    class Meta:
        abstract = True


class WordsOf(Func):
    """The words of texts and keywords as they stand; cut, for PostgreSQL refuses more than 1 MB of them."""

    # of the texts only what is said, not the names of their parts; an escaped line end would join two words
    template = (
        "to_tsvector('simple', replace(left("
        "jsonb_path_query_array(%(expressions)s::text, 200000), '\\n', ' '))"
    )
    arg_joiner = ", '$.*.*')::text || "
    output_field = SearchVectorField()


class Project(Sourced):
    """A funded project, or a notice of what a public body buys. Amounts are whole euros.

    ``texts`` is language → {"title", "summary", "body"}, empty parts left out; ``topic`` is the identifier of
    the call; ``delisted_at`` is when the source was first found not to list it any more.
    """

    kind = models.CharField(max_length=12, choices=ProjectKind.choices)
    acronym = models.CharField(max_length=120, blank=True)
    programme = models.CharField(max_length=60, blank=True)
    topic = models.CharField(max_length=120, blank=True)
    url = models.URLField(max_length=500, blank=True)
    texts = models.JSONField(default=dict)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    total_eur = models.BigIntegerField(null=True)
    eu_eur = models.BigIntegerField(null=True)
    keywords = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    licence = models.CharField(max_length=120, blank=True)
    attribution = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    delisted_at = models.DateTimeField(null=True)
    words = models.GeneratedField(
        expression=WordsOf(F("texts"), F("keywords")), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        indexes = [GinIndex(fields=["words"], name="project_words")]
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_project_per_source_and_id")
        ]

    def __str__(self) -> str:
        return self.acronym or self.external_id


class Body(Sourced):
    """An organisation as a source names it, and the place it is, if it is one. Degrees are WGS 84.

    ``place`` is the municipality this body is (state linked or confirmed) or may be (proposed);
    ``link_others`` are pairs of a place's id and a confidence. ``linked_hash`` is the ``content_hash`` the
    link was made from: where they differ the body waits to be linked. ``linked_by`` is who decided.
    """

    name = models.CharField(max_length=500)
    short_name = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    nuts = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    website = models.URLField(max_length=500, blank=True)
    activity = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=12, choices=BodyKind.choices, default=BodyKind.UNKNOWN)
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="bodies")
    link_state = models.CharField(max_length=12, choices=LinkState.choices, default=LinkState.NONE)
    link_confidence = models.FloatField(null=True)
    link_evidence = models.JSONField(default=list)
    link_others = models.JSONField(default=list)
    linked_hash = models.CharField(max_length=48, blank=True)
    linked_at = models.DateTimeField(null=True)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_body_per_source_and_id")
        ]
        indexes = [
            models.Index(
                fields=["-link_confidence", "id"],
                condition=models.Q(link_state="proposed"),
                name="body_to_check",
            ),
            models.Index(
                fields=["id"],
                condition=~models.Q(content_hash=models.F("linked_hash")),
                name="body_to_link",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Participation(Sourced):
    """A body took part in a project. ``eu_eur`` is its share in whole euros.

    ``project_key`` is the project's ``external_id``; ``project`` is null until the source tells of it.
    """

    project_key = models.CharField(max_length=200)
    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="participations")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="participations")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.PARTNER)
    eu_eur = models.BigIntegerField(null=True)
    ended = models.BooleanField(default=False)
    delisted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="one_participation_per_source_and_id"
            )
        ]
        indexes = [
            models.Index(
                fields=["source", "project_key"],
                condition=models.Q(project=None),
                name="participation_awaiting",
            )
        ]

    def __str__(self) -> str:
        return self.external_id

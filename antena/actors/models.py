"""Organisations. No person's name or address is kept here."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from antena.actors.enums import OrganisationKind, Post
from antena.places.models import Country, Place
from antena.themes.models import Theme


class Organisation(models.Model):
    """A body the association deals with.

    ``country`` is the one it belongs to: of a consulate the sending state, whatever city it stands in.
    ``names`` is language → name, ``other_names`` a list, ``identifiers`` scheme → code (erasmus, pic, oid,
    wikidata, or "file" for the identifier a brought file gives). ``keys`` and ``search_text`` are made of
    them (`actors.rules.keys_of`). ``email`` is a generic mailbox. ``notes`` are the office's alone.
    ``locked_fields`` lists what a person corrected: no file overwrites those. ``checked_on``: when somebody
    last saw that the record holds.
    """

    uid = models.UUIDField(unique=True, default=uuid4)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(max_length=300)
    names = models.JSONField(default=dict)
    other_names = models.JSONField(default=list)
    acronym = models.CharField(max_length=40, blank=True)
    sort_key = models.CharField(max_length=320)
    search_text = models.TextField()
    keys = ArrayField(models.TextField(), default=list)
    identifiers = models.JSONField(default=dict)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=10, choices=Post.choices, blank=True)
    jurisdiction = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    city = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    website = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    description = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    themes = models.ManyToManyField(Theme, related_name="+", blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    attribution = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    locked_fields = models.JSONField(default=list)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["sort_key", "pk"]
        # Names and keys are looked through in turn: some thousands of rows take milliseconds, and an index of
        # trigrams would double the time of every import.
        indexes = [
            models.Index(fields=["kind", "sort_key"], name="organisations_by_name"),
            models.Index(fields=["kind", "country"], name="organisations_by_country"),
        ]

    def __str__(self) -> str:
        return self.name

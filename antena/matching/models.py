"""Profiles of towns, the matches made of them, and what people said: three things stored apart."""

from django.conf import settings
from django.db import models
from pgvector.django import HalfVectorField

from antena.matching.enums import Answer, Bucket, Capacity
from antena.places.models import Place
from antena.signals.models import EMBEDDING_DIMENSIONS, Signal


class Profile(models.Model):
    """What a town is, has, needs and can. A place with a profile is a town the association serves.

    ``traits`` are computed from facts (`engine.traits`); ``assets`` are codes of `engine.traits.ASSETS`;
    ``needs`` is free text; ``themes`` is theme code → weight in [0, 1]. Until ``confirmed_at`` is set, themes are
    assumed from traits and every screen says so.
    """

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="profile")
    traits = models.JSONField(default=list)
    assets = models.JSONField(default=list)
    needs = models.TextField(blank=True)
    needs_language = models.CharField(max_length=12, default=settings.LANGUAGE_CODE)
    themes = models.JSONField(default=dict)
    goals = models.JSONField(default=list)
    capacity = models.CharField(max_length=12, choices=Capacity.choices, default=Capacity.NONE)
    confirmed_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)
    vector = HalfVectorField(dimensions=EMBEDDING_DIMENSIONS, null=True)
    vector_model = models.CharField(max_length=80, blank=True)
    # the profile's content when its matches were last computed
    matched_hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.place.name


class TownAccess(models.Model):
    """Who may see and edit a town's profile and verdicts."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="town_access")
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    can_edit = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "profile"], name="one_access_per_user_and_town")
        ]


class Match(models.Model):
    """What the engine suggests: which signal matters to which town, how much and why.

    ``reasons``: [{"feature", "score", "weight", "values": {...}}], strongest first; the sentence is made in
    the reader's language by `engine.sentences`. ``algorithm`` is a name with a version, so that an old score
    stays explainable. ``score`` in [0, 1].
    """

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="matches")
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="matches")
    score = models.FloatField()
    rank = models.PositiveSmallIntegerField()
    bucket = models.CharField(max_length=8, choices=Bucket.choices)
    reasons = models.JSONField()
    algorithm = models.CharField(max_length=40)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "signal"], name="one_match_per_town_and_signal")
        ]
        indexes = [models.Index(fields=["profile", "bucket", "rank"])]


class Verdict(models.Model):
    """What a person of the town or the office says of a signal for a town. The last one counts."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="verdicts")
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="verdicts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=12, choices=Answer.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "signal"], name="one_verdict_per_town_and_signal")
        ]

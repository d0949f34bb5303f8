"""Profiles of towns, the matches made of them, and what people said: three things stored apart."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from pgvector.django import HalfVectorField

from antena.matching.enums import Answer, Bucket, Capacity
from antena.places.models import Place
from antena.signals.models import EMBEDDING_DIMENSIONS, Signal


class Profile(models.Model):
    """What a town is, has, needs and can. A place with a profile is a town the association serves.

    ``traits`` are computed from facts (`engine.traits`); ``assets`` are codes of `engine.vocabulary.ASSETS`;
    ``needs`` is free text; ``themes`` is theme code → weight in [0, 1]. Until ``confirmed_at`` is set, themes
    are assumed from traits and every screen says so.
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
    # when what the engine compares was last changed, by a person or by new facts of the place
    changed_at = models.DateTimeField()
    # the meaning of ``needs``; null while there are none, or nobody has read them yet
    vector = HalfVectorField(dimensions=EMBEDDING_DIMENSIONS, null=True)
    vector_model = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.place.name


class TownAccess(models.Model):
    """Who may see a town's verdicts and, with ``can_edit``, write its profile and verdicts."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="town_access")
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="+")
    can_edit = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "profile"], name="one_access_per_user_and_town")
        ]


class Match(models.Model):
    """What the engine suggests: which signal matters to which town, how much and why.

    ``reasons``: fields of `engine.explaining.Reason`, only those that speak for it, strongest first;
    ``obstacles`` and ``next_step``: {"key", "values"}. Sentences are made of them in the reader's language
    (`matching.sentences`). ``rank`` counts from 1 in the bucket; ``score`` is in [0, 1]. ``algorithm`` is a
    name with a version, so that an old score stays explainable.
    """

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="matches")
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="matches")
    score = models.FloatField()
    rank = models.PositiveSmallIntegerField()
    bucket = models.CharField(max_length=8, choices=Bucket.choices)
    reasons = models.JSONField()
    obstacles = models.JSONField(default=list)
    next_step = models.JSONField(default=dict)
    algorithm = models.CharField(max_length=40)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "signal"], name="one_match_per_town_and_signal")
        ]
        indexes = [models.Index(fields=["profile", "bucket", "rank"])]


class Pool(models.Model):
    """The candidates a town's matches were chosen from, so that a later pass knows what it need not redo.

    ``signals`` are ids; ``floors`` is bucket → the bulk score a signal must reach to become a candidate, null
    where there is room for any. ``fingerprint`` is a digest of all that the choice rested on.
    """

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, primary_key=True, related_name="pool")
    signals = ArrayField(models.BigIntegerField())
    floors = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    computed_at = models.DateTimeField()


class SignalSubjects(models.Model):
    """The territories, audiences and assets a signal names: [{"code", "word", "language", "in_title"}].

    ``read_hash`` is the one of the signal when its texts were looked through, and when it last took part in a
    pass: where they differ, the signal waits for its matches.
    """

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, primary_key=True, related_name="+")
    subjects = models.JSONField(default=list)
    read_hash = models.CharField(max_length=64)


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

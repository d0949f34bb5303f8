"""Profiles of towns, the matches made of them, and what people said: three things stored apart."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from pgvector.django import HalfVectorField

from antena.matching.enums import (
    Answer,
    Bucket,
    Capacity,
    ExclusionReason,
    PriorityKind,
    TwinMark,
    VersionState,
)
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
    (`matching.sentences`). ``rank`` counts from 1 in the bucket, as adopted priorities place it; ``score`` is
    in [0, 1] and knows nothing of them. ``algorithm`` is a name with a version, so that an old score stays
    explainable. ``since`` is when the signal came onto the town's radar, where it has been ever since.
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
    since = models.DateTimeField(default=timezone.now)

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
    """What a person of the town or the office says of a signal for a town. The last one counts.

    ``seen`` is what the engine said of the pair at that moment (`queries.verdicts.seen`), so that weights and
    calibration can learn from it when the signal has long closed; {} where nobody wrote it down.
    """

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="verdicts")
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="verdicts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.CharField(max_length=12, choices=Answer.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    seen = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile", "signal"], name="one_verdict_per_town_and_signal")
        ]


class Priority(models.Model):
    """A dated decision that re-weights what the engine scored: `engine.priorities` says how.

    ``code`` is a theme's code, a goal's number or a programme, by ``kind``; ``title`` is language → words.
    In force from ``starts_on`` to ``ends_on``, both included (null: until it is withdrawn).
    """

    kind = models.CharField(max_length=10, choices=PriorityKind.choices)
    code = models.CharField(max_length=120)
    factor = models.FloatField()
    title = models.JSONField()
    body = models.CharField(max_length=200)
    session = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=300, blank=True)
    adopted_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(factor__gte=0.5, factor__lte=2.0), name="priority_factor_is_bounded"
            )
        ]


class WeightVersion(models.Model):
    """Weights and bends of the calibration learned from verdicts, under a name that matches keep.

    ``base`` is the algorithm all else is taken from. ``weights`` is feature → weight, ``bends`` bucket →
    fields of `engine.calibration.Bend`. ``metrics`` are `engine.learning.Metrics`, on verdicts held out.
    At most one is active; none means the base as it is shipped.
    """

    name = models.CharField(max_length=40, unique=True)
    base = models.CharField(max_length=40)
    weights = models.JSONField()
    bends = models.JSONField(default=dict)
    verdicts = models.PositiveIntegerField()
    until = models.DateTimeField()
    metrics = models.JSONField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.PROPOSED)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="active"), name="one_active_weight_version"
            )
        ]


class Served(models.Model):
    """One check of whether small towns get something useful; a row a night, so that a change is seen.

    ``towns`` are those looked at (`engine.fairness.SMALL`), ``served`` those with something useful that came
    in the last `engine.fairness.DAYS`; ``told`` whether the office was written to about this spell.
    ``scores`` are how many matches score in each tenth, by the ``algorithm`` that made most of them.
    """

    day = models.DateField(primary_key=True)
    towns = models.PositiveIntegerField()
    served = models.PositiveIntegerField()
    told = models.BooleanField(default=False)
    algorithm = models.CharField(max_length=40, blank=True)
    scores = models.JSONField(default=list)


class TwinChoice(models.Model):
    """What a person of a town or the office says of ``other`` as a twin of ``place``. The last word counts.

    One that is excluded is not proposed again to either; ``reason`` is "" for one of interest. Twinnings that
    exist are `places.TwinTown`.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="twin_choices", db_index=False)
    other = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=10, choices=TwinMark.choices)
    reason = models.CharField(max_length=12, choices=ExclusionReason.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "other"], name="one_twin_choice_per_pair"),
            models.CheckConstraint(
                condition=~models.Q(place=models.F("other")), name="twin_choice_is_of_two_places"
            ),
            models.CheckConstraint(
                condition=models.Q(mark="excluded", reason__gt="") | models.Q(mark="interested", reason=""),
                name="twin_excluded_for_a_reason",
            ),
        ]

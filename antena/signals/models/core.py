"""Signals: identity, versions, words per language, dates, themes, rules."""

from django.conf import settings
from django.db import models

from antena.signals.enums import Impact, Kind, RuleKind, Status, TextOrigin, Triage
from antena.themes.models import Goal, Theme


class Signal(models.Model):
    """One thing the world published. ``source`` and ``external_id`` name it for ever.

    Amounts are whole euros. ``next_deadline`` and ``status`` are computed from the dates (`rules.status_of`).
    ``locked_fields`` lists what a person corrected: no source overwrites those.
    """

    # db_index=False: the constraints below index these; a second index would only slow every import
    source = models.SlugField(max_length=40, db_index=False)
    external_id = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, db_index=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # the publisher's own type, such as REG_DEL or "LIFE Project Grants"
    document_type = models.CharField(max_length=120, blank=True)
    programme = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=2000)
    published_on = models.DateField(null=True)
    opens_on = models.DateField(null=True)
    next_deadline = models.DateTimeField(null=True)
    stated_status = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.UNKNOWN)
    impact = models.CharField(max_length=12, choices=Impact.choices, default=Impact.NONE)
    # "direct" names or evidently means local bodies, "indirect" all of a kind a town hall is; "" unknown
    impact_level = models.CharField(max_length=8, blank=True, default="", db_default="")
    impact_confidence = models.FloatField(default=0)
    # [{"language", "sentence", "words": [...]}]: what the class rests on
    impact_evidence = models.JSONField(default=list)
    budget_total_eur = models.BigIntegerField(null=True)
    grant_min_eur = models.BigIntegerField(null=True)
    grant_max_eur = models.BigIntegerField(null=True)
    expected_grants = models.PositiveIntegerField(null=True)
    eurovoc = models.JSONField(default=list)
    keywords = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    references = models.JSONField(default=dict)
    details = models.JSONField(default=dict)
    licence = models.CharField(max_length=120, blank=True)
    attribution = models.CharField(max_length=200, blank=True)
    triage = models.CharField(max_length=10, choices=Triage.choices, default=Triage.NEW)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    triaged_at = models.DateTimeField(null=True)
    locked_fields = models.JSONField(default=list)
    # how often people corrected it: part of read_hash, so that what is above sees a correction as a change
    corrections = models.PositiveIntegerField(default=0)
    is_sample = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    # when the source stopped listing it: marked, never deleted
    delisted_at = models.DateTimeField(null=True)
    # when reading (themes, impact, rules), embedding and search rows were last made of this content
    read_hash = models.CharField(max_length=80, blank=True)
    # when that was: what is above (matching) asks for the signals read since its last pass
    read_at = models.DateTimeField(null=True)
    # The signal that leads where two sources tell of the same thing; None for one that leads or is alone.
    # A follower is kept whole but is in no list, no search and no match (`antena.signals.linking.groups`).
    same_as = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="followers", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_signal_per_source_and_id"),
            models.UniqueConstraint(fields=["slug"], name="one_signal_per_slug"),
        ]
        indexes = [
            models.Index(fields=["triage", "-first_seen"]),
            # few, for each slows every import; what people filter by is indexed in SearchRow
            models.Index(
                fields=["next_deadline"],
                name="signals_by_deadline",
                condition=models.Q(next_deadline__isnull=False),
            ),
            models.Index(
                fields=["read_at"], name="signals_by_reading", condition=models.Q(read_at__isnull=False)
            ),
            models.Index(
                fields=["same_as"], name="signals_that_follow", condition=models.Q(same_as__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.external_id


class SignalText(models.Model):
    """The words of a signal in one language, with who wrote them and from what.

    ``source_hash`` is the hash of the text a translation was made of: where it no longer equals the
    original's, the translation is out of date and is shown so.
    """

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(max_length=12)
    origin = models.CharField(max_length=10, choices=TextOrigin.choices, default=TextOrigin.OFFICIAL)
    engine = models.CharField(max_length=60, blank=True)
    title = models.TextField()
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    source_hash = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal", "language"], name="one_text_per_language")]


class Deadline(models.Model):
    """One date by which something must be done; a call may have several. ``day_only``: no hour is stated."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="deadlines")
    at = models.DateTimeField()
    day_only = models.BooleanField(default=True)
    label = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at"]


class SignalVersion(models.Model):
    """What changed when a source said something new. ``changes``: [{"field", "language", "old", "new"}]."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    run_id = models.BigIntegerField(null=True)
    changes = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["signal", "number"], name="one_row_per_version")]


class SignalTheme(models.Model):
    """A theme of a signal. ``evidence``: the words or EuroVoc labels it rests on. ``score`` in [0, 1]."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="themes", db_index=False)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    evidence = models.JSONField(default=list)
    by_person = models.BooleanField(default=False)

    class Meta:
        ordering = ["-score"]
        constraints = [
            models.UniqueConstraint(fields=["signal", "theme"], name="one_row_per_signal_and_theme")
        ]


class SignalGoal(models.Model):
    """An SDG of a signal, with the words it rests on. ``score`` in [0, 1]."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="goals", db_index=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    evidence = models.JSONField(default=list)

    class Meta:
        ordering = ["-score"]
        constraints = [models.UniqueConstraint(fields=["signal", "goal"], name="one_row_per_signal_and_goal")]


class EligibilityRule(models.Model):
    """A condition read from the text, with the sentence it came from and how sure the reader is.

    Without a sentence, the source states it as data. ``value`` by kind: who {"bodies": [...]}, with
    "required" where those must be among the partners, or "welcome" where they are wished for, and others may
    be too; where {"countries": [...],
    "group": "eu"}; partners and countries {"min"}; size {"min_inhabitants", "max_inhabitants"}; budget
    {"min_eur", "max_eur"} of one project; rate {"percent"}; duration {"min_months", "max_months"}.
    ``confidence`` in [0, 1].
    """

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="rules")
    kind = models.CharField(max_length=12, choices=RuleKind.choices)
    value = models.JSONField()
    sentence = models.TextField()
    language = models.CharField(max_length=12)
    confidence = models.FloatField()

    class Meta:
        ordering = ["kind", "-confidence"]

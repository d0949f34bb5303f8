"""Runs of sources, the raw answers they got and what was set aside."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from antena.sources.enums import AnswerState, RunState, Trouble

# The origin of a run that asked the source itself, and how the origin begins of one that read kept answers.
LIVE = "live"
KEPT = "kept"
# How the names of sources begin that are pages the office follows.
FEED = "feed-"


class Run(models.Model):
    """One pass over a source. ``source`` is the slug of its folder in the catalogue.

    ``rows`` counts the records that came: each was stored (``seen`` = new + changed + same) or quarantined.
    ``expected`` is the publisher's own total where it says one; ``listed`` how many were stored and not gone
    when the run ended. ``announced`` is how many pages it will have, 0 while nobody knows; ``attempt_at``
    when it was last begun or taken up. ``fields`` counts the drafts of each kind ("signal") and those with
    each optional field ("signal.deadlines"). ``cursor`` is what the run asks for, so that a resumed run asks
    the same. ``problem`` is a key of `antena.sources.rules.PROBLEMS`, ``error`` its detail.
    """

    source = models.SlugField(max_length=40, db_index=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # `LIVE`, or the folder of stored answers that was read, or `KEPT` with what of past runs was read again
    origin = models.CharField(max_length=300, default=LIVE)
    cursor = models.JSONField(default=dict)
    expected = models.PositiveIntegerField(null=True)
    listed = models.PositiveIntegerField(null=True)
    attempt_at = models.DateTimeField(null=True)
    pages = models.JSONField(default=dict, help_text="ok, empty, failed → number of pages")
    announced = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    quarantined = models.PositiveIntegerField(default=0)
    # records that were kept, less a field nobody could understand
    incomplete = models.PositiveIntegerField(default=0)
    delisted = models.PositiveIntegerField(default=0)
    unknown_fields = models.JSONField(default=dict, help_text="field → number of records with it")
    fields = models.JSONField(default=dict, help_text="kind of draft, or field of it → number of drafts")
    problem = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)
    warnings = models.JSONField(default=list, help_text="[problem, detail] of what did not stop the run")

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["source", "-started_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(state=RunState.RUNNING), name="one_run_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def lasted(self) -> timedelta | None:
        """How long it took since it was last begun or taken up; None while it is under way."""
        return self.finished_at - (self.attempt_at or self.started_at) if self.finished_at else None


class RawAnswer(models.Model):
    """What a source answered, kept before anyone reads it. ``file`` is gzip, in the storage called raw."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="answers")
    # the page's name within the run, such as "page-0003"
    key = models.CharField(max_length=200)
    url = models.TextField(blank=True)
    state = models.CharField(max_length=6, choices=AnswerState.choices)
    fetched_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    # it came as a file, too large to be read at once
    as_file = models.BooleanField(default=False)
    # what the server said of this version, so that the next run may be told that nothing changed
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=80, blank=True)
    file = models.CharField(max_length=300, blank=True)
    problem = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="one_answer_per_run_and_key")]


class QuarantinedRecord(models.Model):
    """A record, or one field of it, nobody could understand: set aside with the reason, never dropped."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="quarantine")
    record = models.CharField(max_length=200)
    field = models.CharField(max_length=120)
    # A key of antena.sources.rules.PROBLEMS: the sentence is made in the reader's language.
    problem = models.CharField(max_length=60)
    detail = models.TextField(blank=True)
    excerpt = models.TextField(blank=True)
    # only the field was set aside; the record went on without it
    record_kept = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]


class Alarm(models.Model):
    """Something is wrong with a source: opened, kept and cleared by `antena.sources.alarms.actions`.

    ``detail`` holds the values of its sentence (`antena.sources.alarms.sentences`), ``run`` the run that
    showed it. ``seen_last`` is when it was last found to be so, ``calm_since`` when it first was not any
    more. ``told_at``: the office was written to;
    ``ended_told_at``: it was told that all is well again. ``accepted_at``: a person said that this is how the
    source is now.
    """

    source = models.SlugField(max_length=40)
    problem = models.CharField(max_length=20, choices=Trouble.choices)
    detail = models.JSONField(default=dict)
    since = models.DateTimeField()
    seen_last = models.DateTimeField()
    calm_since = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField(null=True)
    ended_told_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["source", "problem"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "problem"],
                condition=models.Q(cleared_at=None),
                name="one_alarm_per_source_and_problem",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.problem} {self.since:%Y-%m-%d %H:%M}"


class Feed(models.Model):
    """A page the office follows: the source `feed-<slug>`, read by the template ``catalogue/feeds``.

    ``kind`` is what its items are where the page does not say; ``item_days`` without anything new are
    silence. One that is no longer followed keeps its signals and is not asked.
    """

    slug = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    address = models.URLField(max_length=500, unique=True)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=12, blank=True)
    publisher = models.CharField(max_length=120)
    licence = models.CharField(max_length=120, blank=True)
    item_days = models.PositiveSmallIntegerField(default=30)
    is_followed = models.BooleanField(default=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        return f"{FEED}{self.slug}"
